using System.Text.Json.Serialization;

namespace Wan.EndToEnd.Tests;

/// <summary>A generation as the HTTP door shows it, the parts that are looked at here.</summary>
internal sealed record Generation
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("status")]
    public required string Status { get; init; }

    [JsonPropertyName("task_id")]
    public string? TaskId { get; init; }

    [JsonPropertyName("video")]
    public GenerationVideo? Video { get; init; }

    [JsonPropertyName("error")]
    public Contracts.GenerationError? Error { get; init; }

    [JsonPropertyName("timeline")]
    public IReadOnlyList<GenerationTimelineEntry> Timeline { get; init; } = [];

    public bool HasEnded => Status is "completed" or "failed" or "cancelled" or "uncertain";
}

internal sealed record GenerationTimelineEntry
{
    [JsonPropertyName("what")]
    public required string What { get; init; }
}

internal sealed record GenerationVideo
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

    [JsonPropertyName("duration")]
    public required decimal Duration { get; init; }

    [JsonPropertyName("audio")]
    public required bool Audio { get; init; }
}
