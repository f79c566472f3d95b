using Microsoft.Extensions.Options;

namespace Wan.Hosting;

/// <summary>Tells a wrong setting from a fault.</summary>
internal static class ConfigurationProblems
{
    /// <summary>A sentence that names the key, or null if the exception is not about a setting.</summary>
    public static string? Describe(Exception exception) => exception switch
    {
        ConfigurationProblemException problem => problem.Message,
        OptionsValidationException invalid => string.Join(" ", invalid.Failures),
        AggregateException many => many.InnerExceptions.Select(Describe).FirstOrDefault(text => text is not null),
        InvalidOperationException { InnerException: FormatException } bad => bad.Message,
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } used =>
            $"{used.Message} Choose another with --urls or --port.",
        _ => null,
    };
}
