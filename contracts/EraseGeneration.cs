using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// Delete all that is kept of a generation: its video, what is in quarantine, proof and record. Sent by the saga to Archiver, and again until it is answered: by
/// <see cref="GenerationErased"/>, or by <see cref="VideoHoldChanged"/> where the video is on hold, which keeps all.
/// </summary>
[Command]
[EntityName("wan.erase-generation")]
[MessageUrn("wan:erase-generation")]
public sealed record EraseGeneration
{
    /// <summary>The generation's id, a UUID (version 7) in its canonical text form.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }

    /// <summary>Who asked for it, a sentence.</summary>
    [JsonPropertyName("reason")]
    public required string Reason { get; init; }
}
