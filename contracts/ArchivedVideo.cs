using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// A video that is kept, as measured while it was stored.
/// </summary>
public sealed record ArchivedVideo
{
    /// <summary>Length in bytes.</summary>
    [JsonPropertyName("bytes")]
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the file, 64 lower-case hexadecimal digits.</summary>
    [JsonPropertyName("sha256")]
    public required string Sha256 { get; init; }

    /// <summary>Pixels.</summary>
    [JsonPropertyName("width")]
    public required int Width { get; init; }

    /// <summary>Pixels.</summary>
    [JsonPropertyName("height")]
    public required int Height { get; init; }

    /// <summary>Frames per second.</summary>
    [JsonPropertyName("fps")]
    public required decimal Fps { get; init; }

    /// <summary>Seconds.</summary>
    [JsonPropertyName("duration")]
    public required decimal Duration { get; init; }

    /// <summary>Whether there is a sound track.</summary>
    [JsonPropertyName("audio")]
    public required bool Audio { get; init; }

    /// <summary>ISO 8601, UTC.</summary>
    [JsonPropertyName("archived_at")]
    public required DateTimeOffset ArchivedAt { get; init; }

    /// <summary>Video codec as the file names it, such as <c>avc1</c>.</summary>
    [JsonPropertyName("codec")]
    public string? Codec { get; init; }

    /// <summary>What is odd about it without being wrong, a sentence each.</summary>
    [JsonPropertyName("warnings")]
    public IReadOnlyList<string>? Warnings { get; init; }
}
