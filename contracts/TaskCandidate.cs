using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>A task at the vendor that may be a generation's, or somebody else's on the same account.</summary>
public sealed record TaskCandidate
{
    /// <summary>The vendor's id of the task.</summary>
    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    /// <summary>The vendor's word for its state when it was last looked at, such as <c>RUNNING</c>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>When the vendor made it, by its clock. ISO 8601, UTC.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>True: it has finished, and its prompt and facts are the generation's. Absent: it has not told its prompt yet.</summary>
    [JsonPropertyName("matches")]
    public bool? Matches { get; init; }
}
