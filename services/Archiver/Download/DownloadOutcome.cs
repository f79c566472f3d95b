using Wan.Archiver.Quarantine;

namespace Wan.Archiver.Download;

/// <summary>What one try to download came to.</summary>
internal abstract record DownloadOutcome
{
    private DownloadOutcome()
    {
    }

    /// <summary>The body has come to its end, and nothing says that it is another than was sent.</summary>
    /// <param name="IsWhole">Whether that end is sure: a length, a checksum or the end of chunks said so.</param>
    /// <param name="Doubt">A sentence where a name of the file looks like a checksum, and isn't that of the bytes; else null.</param>
    internal sealed record Complete(bool IsWhole, string? Doubt = null) : DownloadOutcome;

    /// <summary>It broke off or didn't begin; the same URL may do better.</summary>
    /// <param name="Reason">A sentence without any URL.</param>
    internal sealed record Broken(string Reason) : DownloadOutcome;

    /// <summary>Every byte came, but not those that were sent: they were damaged on the way.</summary>
    /// <param name="Reason">A sentence without any URL.</param>
    internal sealed record Damaged(string Reason) : DownloadOutcome;

    /// <summary>What came is not the video that was asked for, or can't be trusted to be; it says nothing of what comes next time.</summary>
    /// <param name="Finding">What it is.</param>
    /// <param name="Sha256">Its hash, if the same bytes once more are to be taken for what the vendor delivers; else null.</param>
    /// <param name="MayBeElsewhere">Whether a fresh URL may lead to the video: the same came before, and is no MP4 at all.</param>
    /// <param name="IsKept">Whether it is in quarantine now.</param>
    internal sealed record Wrong(Suspect Finding, string? Sha256, bool MayBeElsewhere = false, bool IsKept = false) : DownloadOutcome;

    /// <summary>The URL was refused.</summary>
    /// <param name="Reason">A sentence without any URL.</param>
    internal sealed record UrlDead(string Reason) : DownloadOutcome;

    /// <summary>There is no URL that could be tried: its time is over.</summary>
    internal sealed record UrlOver : DownloadOutcome;

    /// <summary>Our own settings forbid it; another URL, or a changed setting, may do better.</summary>
    /// <param name="Reason">A sentence without any URL, which names the setting.</param>
    internal sealed record Refused(string Reason) : DownloadOutcome;

    /// <summary>What somebody accepted is not in quarantine any more.</summary>
    /// <param name="Reason">A sentence.</param>
    internal sealed record NotInQuarantine(string Reason) : DownloadOutcome;

    /// <summary>There is no room for it on this disk now.</summary>
    internal sealed record NoRoom : DownloadOutcome;

    /// <summary>The store that is to keep it doesn't take it now.</summary>
    /// <param name="Reason">A sentence.</param>
    internal sealed record StoreDown(string Reason) : DownloadOutcome;
}
