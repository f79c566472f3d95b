using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Wan.Hosting;

/// <summary>Tells a wrong setting from a fault.</summary>
internal static partial class ConfigurationProblems
{
    /// <summary>A sentence that names the key, or null if the exception is not about a setting.</summary>
    public static string? Describe(Exception exception) => exception switch
    {
        ConfigurationProblemException problem => problem.Message,
        OptionsValidationException invalid => string.Join(" ", invalid.Failures.Select(failure => WithSection(invalid.OptionsType, failure))),
        AggregateException many => many.InnerExceptions.Select(Describe).FirstOrDefault(text => text is not null),
        InvalidOperationException { InnerException: FormatException or ArgumentException } bad => bad.Message,
        InvalidOperationException { InnerException: InvalidOperationException inner } => Describe(inner),
        InvalidOperationException unknown when UnknownSettings().Match(unknown.Message) is { Success: true } match =>
            $"{match.Groups["section"].Value} has no setting {match.Groups["names"].Value}: see docs/settings.md for those it has.",
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } used =>
            $"{used.Message} Choose another with --urls or --port.",
        _ => null,
    };

    // The generated validators name the property by its class.
    private static string WithSection(Type options, string failure) => NamedProperty().Match(failure) is { Success: true, Groups: var groups }
        ? $"{options.GetField("SectionName")?.GetValue(null) ?? options.Name}:{groups["path"].Value.Replace('.', ':')} {groups["rule"].Value}"
        : failure;

    [GeneratedRegex(@"^[\w.]+: The (?:field )?\w+\.(?<path>[\w.]+) (?:field )?(?<rule>.*)$", RegexOptions.Singleline)]
    private static partial Regex NamedProperty();

    // The words of Microsoft.Extensions.Configuration.Binder, which has no exception of its own for it.
    [GeneratedRegex(@"ErrorOnUnknownConfiguration.* (?:[\w.]+\.)?(?<section>\w+?)(?:Options)?: (?<names>'.*')", RegexOptions.Singleline)]
    private static partial Regex UnknownSettings();
}
