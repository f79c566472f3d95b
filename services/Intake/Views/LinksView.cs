using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Wan.Intake.Views;

/// <summary>Pages of other systems about a generation.</summary>
internal sealed record LinksView
{
    /// <summary>Its trace, at <see cref="TelemetryOptions.TraceUrl"/>.</summary>
    [JsonPropertyName("trace")]
    public required string Trace { get; init; }

    /// <summary>The links of a generation; null if no page of traces is known, or nobody recorded its trace.</summary>
    public static LinksView? Of(Generation generation, TelemetryOptions options) =>
        options.TraceUrl is { Length: > 0 } template
        && ActivityContext.TryParse(generation.TraceParent, null, out var trace)
        && trace.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
            ? new() { Trace = template.Replace(TelemetryOptions.TraceIdPlace, trace.TraceId.ToHexString(), StringComparison.Ordinal) }
            : null;
}
