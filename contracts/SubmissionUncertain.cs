using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// The POST went out and its outcome can't be known yet: there may be a paid task. Sent by Submitter to the saga; followed by
/// another answer when the repair finds out.
/// </summary>
[EntityName("wan.submission-uncertain")]
[MessageUrn("wan:submission-uncertain")]
public sealed record SubmissionUncertain
{
    /// <summary>The generation's id, a UUID (version 7) in its canonical text form.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }

    /// <summary>Name of the account that runs the task, as in the configuration.</summary>
    [JsonPropertyName("account")]
    public required string Account { get; init; }

    /// <summary>Id of the POST in question.</summary>
    [JsonPropertyName("attempt_id")]
    public required string AttemptId { get; init; }

    /// <summary>What is known of it.</summary>
    [JsonPropertyName("error")]
    public required GenerationError Error { get; init; }

    /// <summary>True: the repair could not decide, and somebody has to (<see cref="ResolveSubmission"/>).</summary>
    [JsonPropertyName("needs_operator")]
    public bool? NeedsOperator { get; init; }

    /// <summary>Tasks at the vendor that may be its own; absent if none is known.</summary>
    [JsonPropertyName("candidates")]
    public IReadOnlyList<TaskCandidate>? Candidates { get; init; }
}
