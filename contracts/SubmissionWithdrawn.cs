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

    /// <summary>As in <see cref="CancellationReason"/>. Null of earlier versions, which know <c>requested</c> alone.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>What it waited for when it was withdrawn since it was not begun in time, as a sentence. Null if that is not known.</summary>
    [JsonPropertyName("waited_for")]
    public string? WaitedFor { get; init; }
}
