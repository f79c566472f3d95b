using System.Text.Json.Serialization;
using Wan.DashScope;

namespace Wan.Intake;

/// <summary>What a generation was expected to cost, and what it cost.</summary>
internal sealed record CostView
{
    [JsonPropertyName("estimated")]
    public required CostEstimate Estimated { get; init; }

    /// <summary>By the vendor's usage, with its difference from the estimate; absent until the task has ended.</summary>
    [JsonPropertyName("settled")]
    public CostSettlement? Settled { get; init; }
}
