using Wan.Contracts;

namespace Wan.Archiver.Quarantine;

/// <summary>
/// A paid file that is not, or not surely, the video that was asked for. It is kept in quarantine until somebody accepts it or something
/// better comes.
/// </summary>
internal sealed record Suspect
{
    /// <summary>What it is, as far as it can be read; pixels and seconds are 0 where it can't. Becomes the proof if it is accepted.</summary>
    public required ArchivedVideo Video { get; init; }

    /// <summary>Why it was not archived, a sentence each.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>Whether the same MP4 came twice, whole and each for itself: this is what the vendor delivers, and no damage on the way.</summary>
    public required bool CameTwice { get; init; }

    /// <summary>Whether it begins as an MP4 does; null of one that an older release stored.</summary>
    public bool? IsMp4 { get; init; }
}
