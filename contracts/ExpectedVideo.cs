using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// What a finished video should be, as far as the request tells.
/// </summary>
public sealed record ExpectedVideo
{
    /// <summary>Pixels. Absent where the vendor decides (a first frame sets the shape).</summary>
    [JsonPropertyName("width")]
    public int? Width { get; init; }

    /// <summary>Pixels. Absent where the vendor decides.</summary>
    [JsonPropertyName("height")]
    public int? Height { get; init; }

    /// <summary>Tier: 720 or 1080.</summary>
    [JsonPropertyName("resolution")]
    public required int Resolution { get; init; }

    /// <summary>Frames per second; 30 for these models.</summary>
    [JsonPropertyName("fps")]
    public required int Fps { get; init; }

    /// <summary>Seconds.</summary>
    [JsonPropertyName("duration")]
    public required int Duration { get; init; }

    /// <summary>Whether it has sound.</summary>
    [JsonPropertyName("audio")]
    public required bool Audio { get; init; }
}
