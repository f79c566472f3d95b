using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// How a video looks. Fields of all models; which of them a model takes is in docs/models.md.
/// </summary>
public sealed record VideoParameters
{
    /// <summary>All but text and references to video of wan2.6 and wan2.5: <c>720P</c> or <c>1080P</c> (the default, at the higher price), on some also <c>480P</c>.</summary>
    [JsonPropertyName("resolution")]
    public string? Resolution { get; init; }

    /// <summary>
    /// Such as <c>16:9</c> (the default of most), <c>9:16</c>, <c>1:1</c>, <c>4:3</c>, <c>3:4</c>; wan3.0: <c>adaptive</c> (the default). wan2.7-r2v ignores it beside a
    /// first frame.
    /// </summary>
    [JsonPropertyName("ratio")]
    public string? Ratio { get; init; }

    /// <summary>Text and references to video of wan2.6 and wan2.5: width and height in pixels, such as <c>1280*720</c>. Default <c>1920*1080</c>.</summary>
    [JsonPropertyName("size")]
    public string? Size { get; init; }

    /// <summary>Seconds, as the model takes them: most 2 to 15, and wan2.7-r2v 2 to 10 with a reference video. wan3.0: -1 leaves it to the vendor; wan2.7-videoedit: 0 keeps the input's. Default 5, or 0.</summary>
    [JsonPropertyName("duration")]
    public int? Duration { get; init; }

    /// <summary>wan2.6, with <c>prompt_extend</c>: <c>single</c> (the default) or <c>multi</c>.</summary>
    [JsonPropertyName("shot_type")]
    public string? ShotType { get; init; }

    /// <summary>wan3.0 and the flash models of wan2.6: false makes a silent video, on flash at a lower price. Default true.</summary>
    [JsonPropertyName("audio")]
    public bool? Audio { get; init; }

    /// <summary>Whether the vendor may rewrite the prompt. Default true where it is written at all.</summary>
    [JsonPropertyName("prompt_extend")]
    public bool? PromptExtend { get; init; }

    /// <summary>Editing: <c>auto</c> (the default) or <c>origin</c>, which keeps the sound of the input.</summary>
    [JsonPropertyName("audio_setting")]
    public string? AudioSetting { get; init; }

    /// <summary>Whether the vendor writes its mark into the lower right corner. Default false; on happyhorse true.</summary>
    [JsonPropertyName("watermark")]
    public bool? Watermark { get; init; }

    /// <summary>0 to 2147483647. Absent: random.</summary>
    [JsonPropertyName("seed")]
    public long? Seed { get; init; }

    /// <summary>Fields beside these are kept and sent on to the vendor.</summary>
    [JsonExtensionData]
    public ExtraFields? Extra { get; init; }
}
