using System.Text.Json.Serialization;
using Wan.Simulator.Requests;

namespace Wan.Simulator.Tasks;

/// <summary>One accepted task. When it starts and ends is known from the beginning, so its state is a question of the time only.</summary>
internal sealed class SimulatedTask
{
    /// <summary>What a caller who never heard of the task was told.</summary>
    public const string Accepted = "accepted";

    public required string Id { get; init; }

    public required string Account { get; init; }

    public required string Model { get; init; }

    /// <summary>The submit's request id, by which a list finds it again.</summary>
    public required string RequestId { get; init; }

    public required VideoRequest Request { get; init; }

    /// <summary>Its place among all tasks, from 0.</summary>
    public required long Number { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>How long it waits at least.</summary>
    public required TimeSpan QueueDelay { get; init; }

    /// <summary>How long it runs.</summary>
    public required TimeSpan RenderTime { get; init; }

    /// <summary>What the caller was told: <c>accepted</c>, or the fault that hid the acceptance.</summary>
    public string Outcome { get; init; } = Accepted;

    /// <summary>The <c>traceparent</c> of the submit; null if it had none.</summary>
    public string? TraceParent { get; init; }

    public DateTimeOffset ScheduledAt { get; set; }

    public DateTimeOffset EndsAt { get; set; }

    public DateTimeOffset? CanceledAt { get; set; }

    /// <summary>Why it fails; null if it succeeds.</summary>
    public TaskFailure? Failure { get; set; }

    /// <summary>How often it was asked for by its id.</summary>
    public int Queries { get; set; }

    /// <summary>How often its video was asked for (HEAD not counted).</summary>
    public int Downloads { get; set; }

    /// <summary>Faults that touched it, in order and each once.</summary>
    [JsonIgnore]
    public string[] Faults { get; set; } = [];

    /// <summary>Paid seconds, input and output.</summary>
    [JsonIgnore]
    public double BilledSeconds => Request.InputSeconds + Request.Shape.Seconds;

    public TaskState State(DateTimeOffset now) => this switch
    {
        { CanceledAt: not null } => TaskState.Canceled,
        _ when now < ScheduledAt => TaskState.Pending,
        _ when now < EndsAt => TaskState.Running,
        { Failure: not null } => TaskState.Failed,
        _ => TaskState.Succeeded,
    };

    /// <summary>When it ended; null if it has not.</summary>
    public DateTimeOffset? EndedAt(DateTimeOffset now) => CanceledAt ?? (now >= EndsAt ? EndsAt : null);
}
