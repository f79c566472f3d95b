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

    /// <summary><c>resubmit</c> (a second POST, which may pay twice) or <c>fail</c>.</summary>
    [JsonPropertyName("decision")]
    public required string Decision { get; init; }
}
