using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// What a video shows. Fields of all models; which of them a model takes, and what its limits are, is in docs/models.md.
/// </summary>
public sealed record VideoInput
{
    /// <summary>What happens in the video. At most 1,500 characters (wan2.6) to 20,000 (wan3.0). Some models do without.</summary>
    [JsonPropertyName("prompt")]
    public string? Prompt { get; init; }

    /// <summary>What must not be seen. At most 500 characters.</summary>
    [JsonPropertyName("negative_prompt")]
    public string? NegativePrompt { get; init; }

    /// <summary>References, first and last frames, clips, sounds and documents, as the model takes them; wan2.7-r2v: 1 to 5 references, and at most one first frame beside them.</summary>
    [JsonPropertyName("media")]
    public IReadOnlyList<MediaReference>? Media { get; init; }

    /// <summary>wan2.6-r2v: up to 5 images and videos, of them up to 3 videos.</summary>
    [JsonPropertyName("reference_urls")]
    public IReadOnlyList<string>? ReferenceUrls { get; init; }

    /// <summary>wan2.6-r2v: up to 3 videos. The vendor's older name, deprecated there.</summary>
    [JsonPropertyName("reference_video_urls")]
    public IReadOnlyList<string>? ReferenceVideoUrls { get; init; }

    /// <summary>The first frame of wan2.6-i2v and wan2.5-i2v.</summary>
    [JsonPropertyName("img_url")]
    public string? ImgUrl { get; init; }

    /// <summary>The sound that a video is made to (wav or mp3): text to video, and wan2.6-i2v and wan2.5-i2v.</summary>
    [JsonPropertyName("audio_url")]
    public string? AudioUrl { get; init; }

    /// <summary>wan2.7-r2v: a voice sample (wav or mp3, 1 to 10 s). Better given inside the media item that it belongs to.</summary>
    [JsonPropertyName("reference_voice")]
    public string? ReferenceVoice { get; init; }

    /// <summary>Fields beside these are kept and sent on to the vendor.</summary>
    [JsonExtensionData]
    public ExtraFields? Extra { get; init; }
}
