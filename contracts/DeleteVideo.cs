using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// Delete this archived video; its proof stays. Sent by the saga to Archiver, and again until it is answered: by <see cref="VideoDeleted"/>, or by
/// <see cref="VideoHoldChanged"/> where the video is on hold, which keeps it.
/// </summary>
[Command]
[EntityName("wan.delete-video")]
[MessageUrn("wan:delete-video")]
public sealed record DeleteVideo
{
    /// <summary>The generation's id, a UUID (version 7) in its canonical text form.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }

    /// <summary>Who asked for it, a sentence.</summary>
    [JsonPropertyName("reason")]
    public required string Reason { get; init; }
}
