namespace Wan.Archiver.Download;

/// <summary>What one try to download came to.</summary>
internal abstract record DownloadOutcome
{
    private DownloadOutcome()
    {
    }

    /// <summary>Every byte is in the file.</summary>
    internal sealed record Complete : DownloadOutcome;

    /// <summary>It broke off or didn't begin; the same URL may do better.</summary>
    /// <param name="Reason">A sentence without any URL.</param>
    internal sealed record Broken(string Reason) : DownloadOutcome;

    /// <summary>Every byte came, but not those that were sent.</summary>
    /// <param name="Reason">A sentence without any URL.</param>
    internal sealed record Damaged(string Reason) : DownloadOutcome;

    /// <summary>The URL is not, or no longer, good for anything.</summary>
    /// <param name="Reason">A sentence without any URL.</param>
    internal sealed record UrlDead(string Reason) : DownloadOutcome;

    /// <summary>It may not be downloaded, however often it is tried.</summary>
    /// <param name="Code">Stable name, such as <c>address_refused</c>.</param>
    /// <param name="Reason">A sentence without any URL.</param>
    internal sealed record Refused(string Code, string Reason) : DownloadOutcome;

    /// <summary>There is no room for it on this disk now.</summary>
    internal sealed record NoRoom : DownloadOutcome;

    /// <summary>The store that is to keep it doesn't take it now.</summary>
    /// <param name="Reason">A sentence.</param>
    internal sealed record StoreDown(string Reason) : DownloadOutcome;
}
