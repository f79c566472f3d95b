using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// Download this result, prove it and keep it. Sent by the saga to Archiver; sent again whenever the saga has heard nothing for
/// long. Answered by <see cref="VideoArchived"/> or <see cref="ArchivingFailed"/>.
/// </summary>
[Command]
[EntityName("wan.archive-video")]
[MessageUrn("wan:archive-video")]
public sealed record ArchiveVideo
{
    /// <summary>The generation's id, a UUID (version 7) in its canonical text form.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }

    /// <summary>Name of the account that runs the task, as in the configuration.</summary>
    [JsonPropertyName("account")]
    public required string Account { get; init; }

    /// <summary>The model's name as the vendor spells it, such as <c>wan2.7-r2v</c>.</summary>
    [JsonPropertyName("model")]
    public required string Model { get; init; }

    /// <summary>The vendor's id of the task. Valid for 24 hours on the account that made it.</summary>
    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    /// <summary>Whose video it is.</summary>
    [JsonPropertyName("tenant")]
    public required string Tenant { get; init; }

    /// <summary>As in <see cref="GenerationRendered"/>.</summary>
    [JsonPropertyName("sealed_video_url")]
    public required string SealedVideoUrl { get; init; }

    /// <summary>When the result URL dies. ISO 8601, UTC.</summary>
    [JsonPropertyName("url_expires_at")]
    public required DateTimeOffset UrlExpiresAt { get; init; }

    /// <summary>What the video should be.</summary>
    [JsonPropertyName("expected")]
    public required ExpectedVideo Expected { get; init; }

    /// <summary>What the vendor says the video is.</summary>
    [JsonPropertyName("usage")]
    public VideoUsage? Usage { get; init; }

    /// <summary>
    /// The canonical request as JSON, of older releases' messages only, so that they are understood while an installation is upgraded. Null: it is in
    /// the store of request bodies under the generation's id, and has the hash <see cref="RequestHash"/>.
    /// </summary>
    [JsonPropertyName("request")]
    public string? Request { get; init; }

    /// <summary>SHA-256 of the canonical request, 64 lower-case hexadecimal digits. Null of older releases' messages.</summary>
    [JsonPropertyName("request_hash")]
    public string? RequestHash { get; init; }

    /// <summary>Length of the canonical request in bytes. Null of older releases' messages.</summary>
    [JsonPropertyName("request_bytes")]
    public int? RequestBytes { get; init; }
}
