using System.Text.Json.Serialization;
using MassTransit;

namespace Wan.Contracts;

/// <summary>
/// Look at this generation and do what its state asks for. Sent by Intake to itself, by the sweep, when
/// nothing has been heard for long. Sent by Submitter of a generation that it was asked for (<see cref="ConfirmSubmissions"/>) and does not know.
/// </summary>
[Command]
[EntityName("wan.continue-generation")]
[MessageUrn("wan:continue-generation")]
public sealed record ContinueGeneration
{
    /// <summary>The generation's id, a UUID (version 7) in its canonical text form.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }
}
