using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// The result URL dies soon and the video is still not stored. Sent by Archiver to anyone, once for each URL; a person should look.
/// </summary>
[PublicMessage]
[EntityName("wan.archiving-at-risk")]
[MessageUrn("wan:archiving-at-risk")]
public sealed record ArchivingAtRisk
{
    /// <summary>The generation's id, a UUID (version 7) in its canonical text form.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }

    /// <summary>Whose video it is.</summary>
    [JsonPropertyName("tenant")]
    public required string Tenant { get; init; }

    /// <summary>The vendor's id of the task. Valid for 24 hours on the account that made it.</summary>
    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    /// <summary>When the result URL dies. ISO 8601, UTC.</summary>
    [JsonPropertyName("url_expires_at")]
    public required DateTimeOffset UrlExpiresAt { get; init; }

    /// <summary>What stood in the way so far, a sentence; absent if it was not tried yet.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }
}
