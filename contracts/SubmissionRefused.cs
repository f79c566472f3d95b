using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// The vendor refused the request; nothing was made and nothing is paid. Sent by Submitter to the saga.
/// </summary>
[EntityName("wan.submission-refused")]
[MessageUrn("wan:submission-refused")]
public sealed record SubmissionRefused
{
    /// <summary>The generation's id, a UUID (version 7) in its canonical text form.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }

    /// <summary>The vendor's reason.</summary>
    [JsonPropertyName("error")]
    public required GenerationError Error { get; init; }
}
