using System.Text.Json.Serialization;

namespace Wan.Intake.Views;

/// <summary>Where a generation stands in Submitter's waiting line.</summary>
internal sealed record QueueView
{
    /// <summary>1 is next.</summary>
    [JsonPropertyName("position")]
    public required int Position { get; init; }

    /// <summary>True: so far back in the line that it was not counted to its end; place and start are so at the earliest. Absent if they are exact.</summary>
    [JsonPropertyName("at_least")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AtLeast { get; init; }

    [JsonPropertyName("estimated_start")]
    public DateTimeOffset? EstimatedStart { get; init; }

    /// <summary>What it waits for beside its turn, such as an account that can be used; absent if nothing.</summary>
    [JsonPropertyName("waiting_for")]
    public string? WaitingFor { get; init; }
}
