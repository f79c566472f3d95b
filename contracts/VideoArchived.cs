using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// The video is stored and proven. Sent by Archiver to the saga.
/// </summary>
[EntityName("wan.video-archived")]
[MessageUrn("wan:video-archived")]
public sealed record VideoArchived
{
    /// <summary>The generation's id, a UUID (version 7) in its canonical text form.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }

    /// <summary>The vendor's id of the task. Valid for 24 hours on the account that made it.</summary>
    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    /// <summary>The proof.</summary>
    [JsonPropertyName("video")]
    public required ArchivedVideo Video { get; init; }
}
