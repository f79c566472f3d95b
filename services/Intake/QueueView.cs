using System.Text.Json.Serialization;

namespace Wan.Intake;

/// <summary>Where a generation stands in Submitter's waiting line.</summary>
internal sealed record QueueView
{
    /// <summary>1 is next.</summary>
    [JsonPropertyName("position")]
    public required int Position { get; init; }

    [JsonPropertyName("estimated_start")]
    public DateTimeOffset? EstimatedStart { get; init; }
}
