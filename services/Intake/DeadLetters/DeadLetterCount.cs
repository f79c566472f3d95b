using System.Text.Json.Serialization;

namespace Wan.Intake.DeadLetters;

/// <summary>A queue of messages that nobody handles any more.</summary>
internal sealed record DeadLetterCount
{
    /// <summary>Its name: that of the queue the messages came from with <c>_error</c> (handling them failed) or <c>_skipped</c> (nothing handles their type), or <c>wan.dead-letter</c>.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>How many it has.</summary>
    [JsonPropertyName("messages")]
    public required long Messages { get; init; }
}
