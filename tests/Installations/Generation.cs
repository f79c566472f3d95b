using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wan.Installations;

/// <summary>A generation as the HTTP door shows it, the parts that are looked at here.</summary>
public sealed record Generation
{
    /// <summary>Its id.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>Its state, such as <c>completed</c>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>The vendor's id of the task that makes its video.</summary>
    [JsonPropertyName("task_id")]
    public string? TaskId { get; init; }

    /// <summary>W3C trace id of its request.</summary>
    [JsonPropertyName("trace_id")]
    public string? TraceId { get; init; }

    /// <summary>What it costs, as the door tells it.</summary>
    [JsonPropertyName("cost")]
    public JsonElement Cost { get; init; }

    /// <summary>The archived video.</summary>
    [JsonPropertyName("video")]
    public GenerationVideo? Video { get; init; }

    /// <summary>Why it failed, or is uncertain.</summary>
    [JsonPropertyName("error")]
    public Contracts.GenerationError? Error { get; init; }

    /// <summary>What happened.</summary>
    [JsonPropertyName("timeline")]
    public IReadOnlyList<GenerationTimelineEntry> Timeline { get; init; } = [];

    /// <summary>Whether nothing more comes of it by itself.</summary>
    [JsonIgnore]
    public bool HasEnded => Status is "completed" or "failed" or "cancelled" or "uncertain";

    /// <summary>Whether somebody has to decide on it.</summary>
    [JsonIgnore]
    public bool IsOnHold => Error?.Code == "submission_on_hold";
}

/// <summary>One thing that happened to a generation.</summary>
public sealed record GenerationTimelineEntry
{
    /// <summary>A word for it, such as <c>submitted</c>.</summary>
    [JsonPropertyName("what")]
    public required string What { get; init; }

    /// <summary>More of it.</summary>
    [JsonPropertyName("detail")]
    public string? Detail { get; init; }
}

/// <summary>An archived video and its proof.</summary>
public sealed record GenerationVideo
{
    /// <summary>Where it is, below the door's address.</summary>
    [JsonPropertyName("url")]
    public required string Url { get; init; }

    /// <summary>Its length in bytes.</summary>
    [JsonPropertyName("bytes")]
    public required long Bytes { get; init; }

    /// <summary>In lower-case hexadecimal.</summary>
    [JsonPropertyName("sha256")]
    public required string Sha256 { get; init; }

    /// <summary>In pixels.</summary>
    [JsonPropertyName("width")]
    public required int Width { get; init; }

    /// <summary>In pixels.</summary>
    [JsonPropertyName("height")]
    public required int Height { get; init; }

    /// <summary>In seconds.</summary>
    [JsonPropertyName("duration")]
    public required decimal Duration { get; init; }

    /// <summary>Whether it has sound.</summary>
    [JsonPropertyName("audio")]
    public required bool Audio { get; init; }
}
