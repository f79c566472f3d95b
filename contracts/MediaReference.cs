using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// One item of <c>input.media</c> (wan2.7).
/// </summary>
public sealed record MediaReference
{
    /// <summary><c>reference_image</c>, <c>reference_video</c> or <c>first_frame</c>.</summary>
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
