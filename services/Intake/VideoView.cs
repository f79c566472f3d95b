using System.Text.Json.Serialization;
using Wan.Contracts;

namespace Wan.Intake;

/// <summary>An archived video as every door shows it.</summary>
internal sealed record VideoView
{
    [JsonPropertyName("url")]
    public required string Url { get; init; }

    [JsonPropertyName("bytes")]
    public required long Bytes { get; init; }

    [JsonPropertyName("sha256")]
    public required string Sha256 { get; init; }

    [JsonPropertyName("width")]
    public required int Width { get; init; }

    [JsonPropertyName("height")]
    public required int Height { get; init; }

    [JsonPropertyName("fps")]
    public required decimal Fps { get; init; }

    [JsonPropertyName("duration")]
    public required decimal Duration { get; init; }

    [JsonPropertyName("audio")]
    public required bool Audio { get; init; }

    [JsonPropertyName("codec")]
    public string? Codec { get; init; }

    [JsonPropertyName("warnings")]
    public IReadOnlyList<string>? Warnings { get; init; }

    [JsonPropertyName("archived_at")]
    public required DateTimeOffset ArchivedAt { get; init; }

    public static VideoView Of(ArchivedVideo video, string url) => new()
    {
        Url = url,
        Bytes = video.Bytes,
        Sha256 = video.Sha256,
        Width = video.Width,
        Height = video.Height,
        Fps = video.Fps,
        Duration = video.Duration,
        Audio = video.Audio,
        Codec = video.Codec,
        Warnings = video.Warnings,
        ArchivedAt = video.ArchivedAt,
    };
}
