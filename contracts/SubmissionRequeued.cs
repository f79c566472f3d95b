using System.Text.Json.Serialization;
using MassTransit;

namespace Wan.Contracts;

/// <summary>
/// The earlier POST made no task, or an operator decided so: the generation is back in the waiting line. Sent by Submitter to the saga.
/// </summary>
[EntityName("wan.submission-requeued")]
[MessageUrn("wan:submission-requeued")]
public sealed record SubmissionRequeued
{
    /// <summary>The generation's id, a UUID (version 7) in its canonical text form.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }
}
