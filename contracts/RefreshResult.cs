using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// The result URL is dead or can't be read: ask the vendor for a fresh one. Sent by Archiver to Poller. Answered by <see
/// cref="GenerationRendered"/> or <see cref="RenderingFailed"/>.
/// </summary>
[Command]
[EntityName("wan.refresh-result")]
[MessageUrn("wan:refresh-result")]
public sealed record RefreshResult
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
