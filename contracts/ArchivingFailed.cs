using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// The video could not be stored, and trying again by itself won't help. Sent by Archiver to the saga.
/// </summary>
[EntityName("wan.archiving-failed")]
[MessageUrn("wan:archiving-failed")]
public sealed record ArchivingFailed
{
    /// <summary>The generation's id, a UUID (version 7) in its canonical text form.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }

    /// <summary>The vendor's id of the task. Valid for 24 hours on the account that made it.</summary>
    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    /// <summary>Why, and what to do next.</summary>
    [JsonPropertyName("error")]
    public required GenerationError Error { get; init; }
}
