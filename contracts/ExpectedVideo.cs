using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// What a finished video should be, as far as the request tells.
/// </summary>
public sealed record ExpectedVideo
{
    /// <summary>Pixels. Absent where the vendor decides (a first frame sets the shape) or no table of its tells.</summary>
    [JsonPropertyName("width")]
    public int? Width { get; init; }

    /// <summary>Pixels. Absent where the vendor decides.</summary>
    [JsonPropertyName("height")]
    public int? Height { get; init; }

    /// <summary>Tier: 480, 720 or 1080.</summary>
    [JsonPropertyName("resolution")]
    public required int Resolution { get; init; }

    /// <summary>Frames per second; 30 for most models. Absent where no page of the vendor's tells.</summary>
    [JsonPropertyName("fps")]
    public int? Fps { get; init; }

    /// <summary>Seconds. Absent where the vendor decides: it was left to it, or the video is as long as the one that is edited.</summary>
    [JsonPropertyName("duration")]
    public int? Duration { get; init; }

    /// <summary>Whether it has sound. Absent where that is as in the video that is edited.</summary>
    [JsonPropertyName("audio")]
    public bool? Audio { get; init; }
}
