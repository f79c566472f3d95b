using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// One item of <c>input.media</c>.
/// </summary>
public sealed record MediaReference
{
    /// <summary>Such as <c>reference_image</c>, <c>reference_video</c>, <c>reference_audio</c>, <c>first_frame</c>, <c>last_frame</c>, <c>first_clip</c>, <c>driving_audio</c>, <c>video</c>, <c>file</c>, <c>link</c>, as the model takes them.</summary>
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    /// <summary>http(s), <c>oss://</c>, or <c>wan-file:ID</c> of a file that was uploaded to Intake; for images also <c>data:{mime};base64,...</c>.</summary>
    [JsonPropertyName("url")]
    public required string Url { get; init; }

    /// <summary>Whose voice this reference speaks with: the URL of a wav or mp3 file of 1 to 10 s, at most 15 MB.</summary>
    [JsonPropertyName("reference_voice")]
    public string? ReferenceVoice { get; init; }

    /// <summary>Fields beside these are kept and sent on to the vendor.</summary>
    [JsonExtensionData]
    public ExtraFields? Extra { get; init; }
}
