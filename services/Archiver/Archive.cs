using System.Text.Json.Serialization;
using Wan.Archiver.Quarantine;
using Wan.Contracts;
using Wan.Hosting.Tracing;
using Wan.Storage;

namespace Wan.Archiver;

/// <summary>
/// The result of one generation: where it is fetched from, how that goes, and once it is kept, the proof. The proof stays when the
/// video itself is deleted.
/// </summary>
internal sealed class Archive : IDocument, ITraced
{
    /// <summary>The generation's id.</summary>
    public required string Id { get; init; }

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the next try, or the next step of a deletion or a second copy, is due.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public ArchiveState State { get; set; }

    public required string Tenant { get; init; }

    public required string Account { get; set; }

    public required string Model { get; set; }

    public required string TaskId { get; set; }

    /// <summary>The signed URL, sealed; null once the video is stored.</summary>
    public string? SealedVideoUrl { get; set; }

    /// <summary>Whether that URL was refused, so that a fresh one is waited for; until its own end it may work again.</summary>
    public bool UrlIsDead { get; set; }

    public DateTimeOffset UrlExpiresAt { get; set; }

    public required ExpectedVideo Expected { get; set; }

    public VideoUsage? Usage { get; set; }

    /// <summary>The request as JSON, of one that an older release sent, until it stands in the record beside the video; every other one's is among the request bodies.</summary>
    public string? Request { get; set; }

    /// <summary>SHA-256 of the request; null of one that an older release sent.</summary>
    public string? RequestHash { get; set; }

    /// <summary>Its length; null of one that an older release sent.</summary>
    public int? RequestBytes { get; set; }

    /// <summary>W3C trace context of the request.</summary>
    public string? TraceParent { get; init; }

    public string? TraceState { get; init; }

    /// <summary>Tries that came to nothing; the pauses grow with it.</summary>
    public int Tries { get; set; }

    /// <summary>How often a URL was refused; the pauses grow with it.</summary>
    public int DeadUrls { get; set; }

    /// <summary>How often a fresh URL was asked for.</summary>
    public int Refreshes { get; set; }

    /// <summary>When that was last done.</summary>
    public DateTimeOffset? AskedAt { get; set; }

    /// <summary>A fresh URL is not tried before this, so that a vendor that refuses them all is not asked all the time.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>SHA-256 of whole downloads that were not the video, the latest last: the same MP4 once more is what the vendor delivers.</summary>
    public List<string> WrongHashes { get; set; } = [];

    /// <summary>What is in quarantine; null if nothing is.</summary>
    public Suspect? Suspect { get; set; }

    /// <summary>Somebody has decided that what is in quarantine is the video.</summary>
    public bool Accepted { get; set; }

    /// <summary>What the last try came to; a sentence without any URL.</summary>
    public string? LastProblem { get; set; }

    /// <summary>Whether the alarm was raised that the URL will die soon.</summary>
    public bool AtRisk { get; set; }

    /// <summary>The proof.</summary>
    public ArchivedVideo? Video { get; set; }

    /// <summary>See <see cref="ArchiveRecord.Fingerprint"/>; null of one that an older release stored.</summary>
    public string? RecordFingerprint { get; set; }

    /// <summary>Name of the video in the store, such as <c>2026-11-24/….mp4</c>.</summary>
    public string? Key { get; set; }

    /// <summary>Why it failed.</summary>
    public GenerationError? Error { get; set; }

    /// <summary>Whether the second copy has yet to be made.</summary>
    public bool CopyIsDue { get; set; }

    /// <summary>True: it is not deleted, neither by retention nor because somebody asks.</summary>
    public bool Hold { get; set; }

    /// <summary>When that was last changed; null if it never was, or by an older release.</summary>
    public DateTimeOffset? HoldChangedAt { get; set; }

    /// <summary>Why it is being or was deleted.</summary>
    public string? DeletionReason { get; set; }

    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>While it is being deleted: all that is kept of the generation goes, its proof and this document too.</summary>
    public bool Erase { get; set; }

    [JsonIgnore]
    public string? Status => State.ToString();

    /// <summary>Each loop claims its own part.</summary>
    [JsonIgnore]
    public string? Group => State switch
    {
        ArchiveState.Waiting => ArchiveGroup.Download,
        ArchiveState.Deleting => ArchiveGroup.Deletion,
        ArchiveState.Stored when CopyIsDue => ArchiveGroup.Copy,
        _ => null,
    };

    /// <summary>Name of the video of a generation in the store: by day and id, never by anything a stranger wrote.</summary>
    public static string KeyOf(Archive archive) => $"{archive.CreatedAt.UtcDateTime:yyyy-MM-dd}/{archive.Id}.mp4";
}

/// <summary>How far an archive is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ArchiveState>))]
internal enum ArchiveState
{
    /// <summary>To be downloaded.</summary>
    Waiting,

    /// <summary>Kept and proven.</summary>
    Stored,

    /// <summary>Given up; can be tried again.</summary>
    Failed,

    /// <summary>To be deleted.</summary>
    Deleting,

    /// <summary>Deleted; the proof is still here.</summary>
    Deleted,
}

/// <summary>The parts that archives are claimed in.</summary>
internal static class ArchiveGroup
{
    public const string Download = "download";
    public const string Copy = "copy";
    public const string Deletion = "deletion";
}
