using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// What a video shows. Fields of both model families; which of them a model takes is in the vendor's reference of that model.
/// </summary>
public sealed record VideoInput
{
    /// <summary>What happens in the video. At most 5,000 characters (wan2.7) or 1,500 (wan2.6).</summary>
    [JsonPropertyName("prompt")]
    public required string Prompt { get; init; }

    /// <summary>What must not be seen. At most 500 characters.</summary>
    [JsonPropertyName("negative_prompt")]
    public string? NegativePrompt { get; init; }

    /// <summary>wan2.7: 1 to 5 references, and at most one first frame beside them.</summary>
    [JsonPropertyName("media")]
    public IReadOnlyList<MediaReference>? Media { get; init; }

    /// <summary>wan2.6: up to 5 images and videos, of them up to 3 videos.</summary>
    [JsonPropertyName("reference_urls")]
    public IReadOnlyList<string>? ReferenceUrls { get; init; }

    /// <summary>wan2.6: up to 3 videos. The vendor's older name, deprecated there.</summary>
    [JsonPropertyName("reference_video_urls")]
    public IReadOnlyList<string>? ReferenceVideoUrls { get; init; }

    /// <summary>wan2.7: a voice sample (wav or mp3, 1 to 10 s). Better given inside the media item that it belongs to.</summary>
    [JsonPropertyName("reference_voice")]
    public string? ReferenceVoice { get; init; }

    /// <summary>Fields beside these are kept and sent on to the vendor.</summary>
    [JsonExtensionData]
    public ExtraFields? Extra { get; init; }
}
