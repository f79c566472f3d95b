using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// The video is no longer kept: a retention rule has ended its time, or somebody has asked for that. The proof stays. Sent by Archiver to the saga, and to anyone.
/// </summary>
[PublicMessage]
[EntityName("wan.video-deleted")]
[MessageUrn("wan:video-deleted")]
public sealed record VideoDeleted
{
    /// <summary>The generation's id, a UUID (version 7) in its canonical text form.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }

    /// <summary>Whose video it was.</summary>
    [JsonPropertyName("tenant")]
    public required string Tenant { get; init; }

    /// <summary>Which rule, or who asked, a sentence.</summary>
    [JsonPropertyName("reason")]
    public required string Reason { get; init; }

    /// <summary>ISO 8601, UTC.</summary>
    [JsonPropertyName("deleted_at")]
    public required DateTimeOffset DeletedAt { get; init; }

    /// <summary>The proof of what was kept.</summary>
    [JsonPropertyName("video")]
    public required ArchivedVideo Video { get; init; }
}
