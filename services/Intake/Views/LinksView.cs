using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Wan.Intake.Views;

/// <summary>Where to go on from a generation, so that nobody has to build an address. Our own are below <c>Intake:PublicUrl</c>, or paths without it.</summary>
internal sealed record LinksView
{
    /// <summary>The generation itself.</summary>
    [JsonPropertyName("self")]
    public required string Self { get; init; }

    /// <summary>What it asked for, in the form that the vendor gets; absent of one that was refused.</summary>
    [JsonPropertyName("request")]
    public string? Request { get; init; }

    /// <summary>Its changes of state, as they come: server-sent events.</summary>
    [JsonPropertyName("events")]
    public required string Events { get; init; }

    /// <summary>Where it is cancelled (POST); absent once it has ended.</summary>
    [JsonPropertyName("cancel")]
    public string? Cancel { get; init; }

    /// <summary>The MP4; absent while there is none, and once it is deleted.</summary>
    [JsonPropertyName("video")]
    public string? Video { get; init; }

    /// <summary>Its trace, at <see cref="TelemetryOptions.TraceUrl"/>; absent if no page of traces is known, or nobody recorded its trace.</summary>
    [JsonPropertyName("trace")]
    public string? Trace { get; init; }

    /// <summary>The links of a generation.</summary>
    public static LinksView Of(Generation generation, ViewAddresses addresses)
    {
        var self = $"{Generation.DoorsAt(addresses.PublicUrl)}/v1/generations/{generation.Id}";
        return new()
        {
            Self = self,
            Request = generation.Status == "rejected" ? null : $"{self}/request",
            Events = $"{self}/events",
            Cancel = generation.HasEnded ? null : $"{self}/cancel",
            Video = generation.Video is null || generation.VideoDeletion is not null ? null : generation.VideoUrl(addresses.PublicUrl),
            Trace = TraceOf(generation, addresses.TraceUrl),
        };
    }

    private static string? TraceOf(Generation generation, string? template) =>
        template is { Length: > 0 }
        && ActivityContext.TryParse(generation.TraceParent, null, out var trace)
        && trace.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
            ? template.Replace(TelemetryOptions.TraceIdPlace, trace.TraceId.ToHexString(), StringComparison.Ordinal)
            : null;
}
