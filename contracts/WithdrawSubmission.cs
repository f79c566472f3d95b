using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// Take this generation out of the waiting line if it has not been submitted yet. Sent by the saga to Submitter. Answered by
/// <see cref="SubmissionWithdrawn"/>, or by the answer that its submission had.
/// </summary>
[Command]
[EntityName("wan.withdraw-submission")]
[MessageUrn("wan:withdraw-submission")]
public sealed record WithdrawSubmission
{
    /// <summary>The generation's id, a UUID (version 7) in its canonical text form.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }

    /// <summary>As in <see cref="CancellationReason"/>. Null: <c>requested</c>.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }
}
