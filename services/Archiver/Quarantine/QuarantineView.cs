using System.Text.Json.Serialization;
using Wan.Contracts;

namespace Wan.Archiver.Quarantine;

/// <summary>A file in quarantine as the door shows it.</summary>
internal sealed record QuarantineView
{
    /// <summary>The generation whose video it was to be.</summary>
    [JsonPropertyName("generation_id")]
    public required string GenerationId { get; init; }

    /// <summary><c>waiting</c> while the vendor is still tried, <c>quarantined</c> once it is up to somebody to decide.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>Why it was not archived, a sentence each.</summary>
    [JsonPropertyName("reasons")]
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Whether the vendor delivers these very bytes, so that they were not damaged on the way.</summary>
    [JsonPropertyName("came_twice")]
    public required bool CameTwice { get; init; }

    /// <summary>Length of the file in bytes.</summary>
    [JsonPropertyName("bytes")]
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the file, 64 lower-case hexadecimal digits.</summary>
    [JsonPropertyName("sha256")]
    public required string Sha256 { get; init; }

    /// <summary>What it is; pixels and seconds are 0 where it can't be read.</summary>
    [JsonPropertyName("video")]
    public required ArchivedVideo Video { get; init; }

    /// <summary>What the video should be.</summary>
    [JsonPropertyName("expected")]
    public required ExpectedVideo Expected { get; init; }

    /// <summary>When it came. ISO 8601, UTC.</summary>
    [JsonPropertyName("seen_at")]
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>Where the file is.</summary>
    [JsonPropertyName("video_url")]
    public required string VideoUrl { get; init; }

    /// <summary>Where to POST to in order to make it the video; absent while the vendor is still tried.</summary>
    [JsonPropertyName("accept_url")]
    public string? AcceptUrl { get; init; }

    public static QuarantineView Of(Archive archive, Suspect suspect)
    {
        var path = $"/v1/generations/{archive.Id}/quarantine";
        var isDecided = archive.State is ArchiveState.Failed;
        return new QuarantineView
        {
            GenerationId = archive.Id,
            Status = isDecided ? "quarantined" : "waiting",
            Reasons = suspect.Reasons,
            CameTwice = suspect.CameTwice,
            Bytes = suspect.Video.Bytes,
            Sha256 = suspect.Video.Sha256,
            Video = suspect.Video,
            Expected = archive.Expected,
            SeenAt = suspect.SeenAt,
            VideoUrl = $"{path}/video",
            AcceptUrl = isDecided ? $"{path}/accept" : null,
        };
    }
}
