using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// The task ended without a video; failed tasks are free. Sent by Poller to the saga and to Submitter, whose slot is free now.
/// </summary>
[EntityName("wan.rendering-failed")]
[MessageUrn("wan:rendering-failed")]
public sealed record RenderingFailed
{
    /// <summary>The generation's id, a UUID (version 7) in its canonical text form.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }

    /// <summary>Name of the account that runs the task, as in the configuration.</summary>
    [JsonPropertyName("account")]
    public required string Account { get; init; }

    /// <summary>The model's name as the vendor spells it, such as <c>wan2.7-r2v</c>.</summary>
    [JsonPropertyName("model")]
    public required string Model { get; init; }

    /// <summary>The vendor's id of the task. Valid for 24 hours on the account that made it.</summary>
    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    /// <summary><c>failed</c>, <c>cancelled</c> or <c>expired</c>.</summary>
    [JsonPropertyName("reason")]
    public required string Reason { get; init; }

    /// <summary>The vendor's reason, or ours.</summary>
    [JsonPropertyName("error")]
    public required GenerationError Error { get; init; }

    /// <summary>The vendor's <c>end_time</c>. ISO 8601, UTC.</summary>
    [JsonPropertyName("ended_at")]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When we learned of it. ISO 8601, UTC.</summary>
    [JsonPropertyName("seen_at")]
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>The vendor's <c>submit_time</c>. ISO 8601, UTC.</summary>
    [JsonPropertyName("submitted_at")]
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>The vendor's <c>scheduled_time</c>. ISO 8601, UTC. Absent: it never ran.</summary>
    [JsonPropertyName("started_at")]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How often the task was asked for by its id. Absent from earlier versions.</summary>
    [JsonPropertyName("polls")]
    public int? Polls { get; init; }
}
