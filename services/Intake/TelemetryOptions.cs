using Microsoft.Extensions.Options;

namespace Wan.Intake;

/// <summary>Where a person looks at what goes out over OTLP.</summary>
internal sealed class TelemetryOptions
{
    public const string SectionName = "Telemetry";

    /// <summary>What stands in <see cref="TraceUrl"/> for the trace.</summary>
    public const string TraceIdPlace = "{trace_id}";

    /// <summary>
    /// Page of a trace, with <c>{trace_id}</c> where its 32 hexadecimal digits go, such as <c>http://localhost:16686/trace/{trace_id}</c>: a generation
    /// then links to its own (<c>links.trace</c>). <c>--watch</c> sets it.
    /// </summary>
    public string? TraceUrl { get; set; }
}

/// <summary>A link that leads nowhere is worse than none.</summary>
internal sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        if (options.TraceUrl is not { Length: > 0 } template)
            return ValidateOptionsResult.Success;
        return template.Contains(TelemetryOptions.TraceIdPlace, StringComparison.Ordinal)
            && Uri.TryCreate(template.Replace(TelemetryOptions.TraceIdPlace, new string('0', 32), StringComparison.Ordinal), UriKind.Absolute, out var address)
            && address is { Scheme: "http" or "https" }
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{TelemetryOptions.SectionName}:{nameof(TelemetryOptions.TraceUrl)} must be an address with {TelemetryOptions.TraceIdPlace} in it, such as http://localhost:16686/trace/{TelemetryOptions.TraceIdPlace}.");
    }
}
