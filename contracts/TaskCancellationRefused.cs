using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// The task already runs or has ended, so that the vendor won't cancel it. Sent by Poller to the saga.
/// </summary>
[EntityName("wan.task-cancellation-refused")]
[MessageUrn("wan:task-cancellation-refused")]
public sealed record TaskCancellationRefused
{
    /// <summary>The generation's id, a UUID (version 7) in its canonical text form.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }

    /// <summary>The vendor's id of the task. Valid for 24 hours on the account that made it.</summary>
    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    /// <summary>Why, and what can be done instead.</summary>
    [JsonPropertyName("message")]
    public required string Message { get; init; }
}
