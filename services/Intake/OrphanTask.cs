using System.Text.Json.Serialization;
using Wan.DashScope.Costs;

namespace Wan.Intake;

/// <summary>A task that was made of a generation's request beside its own, and what it cost.</summary>
internal sealed record OrphanTask
{
    /// <summary>The vendor's id of it.</summary>
    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    /// <summary>The vendor's word for how it ended; absent while that is not known.</summary>
    [JsonPropertyName("ended_as")]
    public string? EndedAs { get; init; }

    /// <summary>What it cost; absent while that is not known, and for one that failed, which is free.</summary>
    [JsonPropertyName("settled")]
    public CostSettlement? Settled { get; init; }
}
