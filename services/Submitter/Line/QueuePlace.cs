using System.Text.Json.Serialization;

namespace Wan.Submitter.Line;

/// <summary>Where a generation stands in the line.</summary>
public sealed record QueuePlace
{
    /// <summary>1 is next.</summary>
    [JsonPropertyName("position")]
    public required long Position { get; init; }

    /// <summary>How many go before it.</summary>
    [JsonPropertyName("ahead")]
    public long Ahead { get; init; }

    /// <summary>True: the line before it was not counted to its end; its place and its start are so at the earliest. Absent if they are exact.</summary>
    [JsonPropertyName("at_least")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AtLeast { get; init; }

    /// <summary>When it may start, by how long tasks have taken lately. ISO 8601, UTC. Absent while it waits for something else than its turn.</summary>
    [JsonPropertyName("estimated_start")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? EstimatedStart { get; init; }

    /// <summary>Slots of the accounts that may run its model that are taken: tasks that run, or may.</summary>
    [JsonPropertyName("running")]
    public int Running { get; init; }

    /// <summary>Slots of these accounts in all. More may be taken than there are, where a task turned out to exist that nobody knew of.</summary>
    [JsonPropertyName("slots")]
    public int Slots { get; init; }

    /// <summary>
    /// Why it waits: <c>turn</c> (others go before it), <c>slots</c> (all are taken), <c>pace</c> (submits have their distances), <c>paused</c> or
    /// <c>unreachable</c> (no account can be used), <c>no_account</c> (none may run its model), <c>archive_room</c> (no video could be kept), <c>files</c> (its files are not at the vendor yet).
    /// </summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>The same as a sentence, with what to do about it where something can be done.</summary>
    [JsonPropertyName("waiting_for")]
    public string? WaitingFor { get; init; }
}
