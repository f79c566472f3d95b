using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// Somebody has put a video on hold, so that neither a retention rule nor a wish deletes it, or has lifted the hold. Told again when the same is asked for again,
/// and when somebody asks to delete a video that is on hold.
/// Sent by Archiver to the saga, and to anyone.
/// </summary>
[PublicMessage]
[EntityName("wan.video-hold-changed")]
[MessageUrn("wan:video-hold-changed")]
public sealed record VideoHoldChanged
{
    /// <summary>The generation's id, a UUID (version 7) in its canonical text form.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }

    /// <summary>True: it is not deleted.</summary>
    [JsonPropertyName("hold")]
    public required bool Hold { get; init; }

    /// <summary>When it was changed, ISO 8601, UTC. Of two messages about one generation, the one with the later time is right, in whatever order they come.</summary>
    [JsonPropertyName("at")]
    public required DateTimeOffset At { get; init; }
}
