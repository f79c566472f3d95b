using System.Text.Json.Serialization;

namespace Wan.Intake.DeadLetters;

/// <summary>Where messages lie that nobody handles any more.</summary>
internal sealed record DeadLettersView
{
    /// <summary><c>rabbitmq</c>, or <c>in_memory</c> where one process holds every service without a broker: that has no such queues. What a handler gave up there is in the log, and sweeps drive on what it was about.</summary>
    [JsonPropertyName("bus")]
    public required string Bus { get; init; }

    /// <summary>The queues that have any.</summary>
    [JsonPropertyName("queues")]
    public required IReadOnlyList<DeadLetterCount> Queues { get; init; }
}
