using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>Archiver keeps nothing of this generation any more. Sent by Archiver to the saga.</summary>
[EntityName("wan.generation-erased")]
[MessageUrn("wan:generation-erased")]
public sealed record GenerationErased
{
    /// <summary>The generation's id, a UUID (version 7) in its canonical text form.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }
}
