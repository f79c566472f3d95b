using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// Are these generations known to you? They were sent to be submitted, and have not been heard of since. Sent by Intake to Submitter. It says nothing of
/// those that wait in its line, answers <see cref="ContinueGeneration"/> for each that it does not know, and for the others what it had answered before.
/// </summary>
[Command]
[EntityName("wan.confirm-submissions")]
[MessageUrn("wan:confirm-submissions")]
public sealed record ConfirmSubmissions
{
    /// <summary>Ids of generations, at most 500.</summary>
    [JsonPropertyName("generation_ids")]
    public required IReadOnlyList<string> GenerationIds { get; init; }
}
