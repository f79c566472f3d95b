using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// The generation left the waiting line and was never submitted. Sent by Submitter to the saga.
/// </summary>
[EntityName("wan.submission-withdrawn")]
[MessageUrn("wan:submission-withdrawn")]
public sealed record SubmissionWithdrawn
{
    /// <summary>The generation's id, a UUID (version 7) in its canonical text form.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }
}
