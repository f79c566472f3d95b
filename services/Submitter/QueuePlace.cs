using System.Text.Json.Serialization;

namespace Wan.Submitter;

/// <summary>Where a generation stands in the line.</summary>
public sealed record QueuePlace
{
    /// <summary>1 is next.</summary>
    [JsonPropertyName("position")]
    public required long Position { get; init; }

    /// <summary>When it may start, by how long tasks have taken lately. ISO 8601, UTC. Absent while no account can be used.</summary>
    [JsonPropertyName("estimated_start")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? EstimatedStart { get; init; }
}
