using System.Text.Json.Serialization;

namespace Wan.Submitter.Line;

/// <summary>Where a generation stands in the line.</summary>
public sealed record QueuePlace
{
    /// <summary>1 is next.</summary>
    [JsonPropertyName("position")]
    public required long Position { get; init; }

    /// <summary>True: the line before it was not counted to its end; its place and its start are so at the earliest. Absent if they are exact.</summary>
    [JsonPropertyName("at_least")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AtLeast { get; init; }

    /// <summary>When it may start, by how long tasks have taken lately. ISO 8601, UTC. Absent while it waits for something else than its turn.</summary>
    [JsonPropertyName("estimated_start")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? EstimatedStart { get; init; }

    /// <summary>What it waits for beside its turn, and what to do about it: room for videos, or an account that can be used. Absent if nothing.</summary>
    [JsonPropertyName("waiting_for")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? WaitingFor { get; init; }
}
