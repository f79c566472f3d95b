using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// How a video looks. Fields of both model families.
/// </summary>
public sealed record VideoParameters
{
    /// <summary>wan2.7: <c>720P</c> or <c>1080P</c> (the default, at the higher price).</summary>
    [JsonPropertyName("resolution")]
    public string? Resolution { get; init; }

    /// <summary>
    /// wan2.7: <c>16:9</c> (the default), <c>9:16</c>, <c>1:1</c>, <c>4:3</c>, <c>3:4</c>. The vendor ignores it beside a first
    /// frame.
    /// </summary>
    [JsonPropertyName("ratio")]
    public string? Ratio { get; init; }

    /// <summary>wan2.6: width and height in pixels, such as <c>1280*720</c>. Default <c>1920*1080</c>.</summary>
    [JsonPropertyName("size")]
    public string? Size { get; init; }

    /// <summary>Seconds: 2 to 15 (wan2.7 without a reference video), else 2 to 10. Default 5.</summary>
    [JsonPropertyName("duration")]
    public int? Duration { get; init; }

    /// <summary>wan2.6: <c>single</c> (the default) or <c>multi</c>.</summary>
    [JsonPropertyName("shot_type")]
    public string? ShotType { get; init; }

    /// <summary>wan2.6-r2v-flash: false makes a silent video at a lower price. Default true.</summary>
    [JsonPropertyName("audio")]
    public bool? Audio { get; init; }

    /// <summary>wan2.7: whether the vendor may rewrite the prompt. Default true.</summary>
    [JsonPropertyName("prompt_extend")]
    public bool? PromptExtend { get; init; }

    /// <summary>Whether the vendor writes its mark into the lower right corner. Default false.</summary>
    [JsonPropertyName("watermark")]
    public bool? Watermark { get; init; }

    /// <summary>0 to 2147483647. Absent: random.</summary>
    [JsonPropertyName("seed")]
    public long? Seed { get; init; }

    /// <summary>Fields beside these are kept and sent on to the vendor.</summary>
    [JsonExtensionData]
    public ExtraFields? Extra { get; init; }
}
