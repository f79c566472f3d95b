using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// Cancel this task at the vendor if it is still PENDING there. Sent by the saga to Poller. Answered by <see
/// cref="RenderingFailed"/> with reason <c>cancelled</c>, or by <see cref="TaskCancellationRefused"/>.
/// </summary>
[Command]
[EntityName("wan.cancel-task")]
[MessageUrn("wan:cancel-task")]
public sealed record CancelTask
{
    /// <summary>The generation's id, a UUID (version 7) in its canonical text form.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }

    /// <summary>Name of the account that runs the task, as in the configuration.</summary>
    [JsonPropertyName("account")]
    public required string Account { get; init; }

    /// <summary>The vendor's id of the task. Valid for 24 hours on the account that made it.</summary>
    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }
}
