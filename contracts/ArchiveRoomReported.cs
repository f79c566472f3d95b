using MassTransit;
using System.Text.Json.Serialization;

namespace Wan.Contracts;

/// <summary>
/// Whether this Archiver could keep another video now. Sent by each Archiver when it starts, when that changes, and every few seconds; Submitter
/// starts nothing new while none of them can.
/// </summary>
[EntityName("wan.archive-room-reported")]
[MessageUrn("wan:archive-room-reported")]
public sealed record ArchiveRoomReported
{
    /// <summary>Which Archiver: its host and process.</summary>
    [JsonPropertyName("archiver")]
    public required string Archiver { get; init; }

    /// <summary>When it looked, by its own clock. ISO 8601, UTC.</summary>
    [JsonPropertyName("at")]
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether another video could be kept.</summary>
    [JsonPropertyName("can_keep")]
    public required bool CanKeep { get; init; }

    /// <summary>Why not, a sentence that names the place and what to do; absent if it can.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>Free bytes where videos are written first; absent if that can't be told.</summary>
    [JsonPropertyName("free_bytes")]
    public long? FreeBytes { get; init; }

    /// <summary>Bytes that must be free there; absent if bytes are not what is wanting.</summary>
    [JsonPropertyName("wanted_bytes")]
    public long? WantedBytes { get; init; }
}
