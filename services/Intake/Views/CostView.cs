using System.Text.Json.Serialization;
using Wan.DashScope.Costs;

namespace Wan.Intake.Views;

/// <summary>What a generation was expected to cost, and what it cost.</summary>
internal sealed record CostView
{
    /// <summary>As it was accepted.</summary>
    [JsonPropertyName("estimated")]
    public required CostEstimate Estimated { get; init; }

    /// <summary>By the vendor's usage, with its difference from the estimate; absent until the task has ended.</summary>
    [JsonPropertyName("settled")]
    public CostSettlement? Settled { get; init; }

    /// <summary>Tasks that were made of the request beside its own: paid besides <see cref="Settled"/>. Absent if there are none.</summary>
    [JsonPropertyName("orphaned")]
    public IReadOnlyList<OrphanTask>? Orphaned { get; init; }
}
