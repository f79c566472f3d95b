using System.Text.Json.Serialization;

namespace Wan.Intake.Views;

/// <summary>Where a generation stands in Submitter's waiting line, and why it waits.</summary>
internal sealed record QueueView
{
    /// <summary>1 is next; absent while it is on its way into the line, or out of it.</summary>
    [JsonPropertyName("position")]
    public long? Position { get; init; }

    /// <summary>How many go before it; absent as <see cref="Position"/>, or from an older Submitter.</summary>
    [JsonPropertyName("ahead")]
    public long? Ahead { get; init; }

    /// <summary>True: so far back in the line that it was not counted to its end; place and start are so at the earliest. Absent if they are exact.</summary>
    [JsonPropertyName("at_least")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AtLeast { get; init; }

    /// <summary>Slots of the accounts that may run its model that are taken.</summary>
    [JsonPropertyName("running")]
    public int? Running { get; init; }

    /// <summary>Slots of these accounts in all.</summary>
    [JsonPropertyName("slots")]
    public int? Slots { get; init; }

    /// <summary>When it may start, by how long tasks have taken lately. ISO 8601, UTC. Absent while it waits for something else than its turn.</summary>
    [JsonPropertyName("estimated_start")]
    public DateTimeOffset? EstimatedStart { get; init; }

    /// <summary>Why it waits, as a word: <c>starting</c>, or one of Submitter's.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>The same as a sentence, with what to do about it where something can be done.</summary>
    [JsonPropertyName("waiting_for")]
    public string? WaitingFor { get; init; }

    /// <summary>Of one that is not in the line and not at the vendor yet.</summary>
    public static QueueView Starting { get; } = new() { Reason = "starting", WaitingFor = "it is on its way into the line, or from there to the vendor" };

    /// <summary>Of one that nobody needs to be asked for; null if there is nothing to show.</summary>
    public static QueueView? Of(Generation generation) => generation.Status == "accepted" ? Starting : null;
}
