using System.Text.Json.Serialization;

namespace Wan.Intake.DeadLetters;

/// <summary>What was moved back.</summary>
internal sealed record MovedBackView
{
    /// <summary>How many messages lie in the queue that they came from, or were taken from there already.</summary>
    [JsonPropertyName("moved")]
    public required int Moved { get; init; }

    /// <summary>How many the queue has now: those beyond the limit or the time of one call, those that can't be moved, and those that failed again.</summary>
    [JsonPropertyName("left")]
    public required long Left { get; init; }
}
