using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// What the vendor says it bills for a task (<c>usage</c> of a finished task). Numbers as the vendor gave them.
/// </summary>
public sealed record VideoUsage
{
    /// <summary>Billed seconds: input and output together, or the output's alone, as the vendor's pages contradict each other. The parts say more.</summary>
    [JsonPropertyName("duration")]
    public decimal? Duration { get; init; }

    /// <summary>Billed seconds of reference videos.</summary>
    [JsonPropertyName("input_video_duration")]
    public decimal? InputVideoDuration { get; init; }

    /// <summary>Seconds of the video that was made.</summary>
    [JsonPropertyName("output_video_duration")]
    public decimal? OutputVideoDuration { get; init; }

    /// <summary>Videos made; always 1 for these models.</summary>
    [JsonPropertyName("video_count")]
    public int? VideoCount { get; init; }

    /// <summary>720 or 1080 (<c>SR</c>).</summary>
    [JsonPropertyName("sr")]
    public int? Resolution { get; init; }

    /// <summary>Whether the video has sound; not every model says so.</summary>
    [JsonPropertyName("audio")]
    public bool? Audio { get; init; }

    /// <summary>wan2.6: pixels, such as <c>1280*720</c>.</summary>
    [JsonPropertyName("size")]
    public string? Size { get; init; }

    /// <summary>wan2.7: such as <c>16:9</c>.</summary>
    [JsonPropertyName("ratio")]
    public string? Ratio { get; init; }
}
