using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// An operator's decision on a submission whose outcome can't be known. Sent by Intake to Submitter.
/// </summary>
[Command]
[EntityName("wan.resolve-submission")]
[MessageUrn("wan:resolve-submission")]
public sealed record ResolveSubmission
{
    /// <summary>The generation's id, a UUID (version 7) in its canonical text form.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }

    /// <summary>
    /// <c>resubmit</c> (a second POST, which may pay twice; only while it is on hold), <c>adopt</c> (<see cref="TaskId"/> is its task, found in the vendor's console) or
    /// <c>fail</c>.
    /// </summary>
    [JsonPropertyName("decision")]
    public required string Decision { get; init; }

    /// <summary>The vendor's id of the task to adopt; null for the other decisions.</summary>
    [JsonPropertyName("task_id")]
    public string? TaskId { get; init; }

    /// <summary>When it was decided, by Intake's clock. <c>resubmit</c> means nothing to a POST that was sent later: the message may come twice. Null: when it was sent.</summary>
    [JsonPropertyName("decided_at")]
    public DateTimeOffset? DecidedAt { get; init; }
}
