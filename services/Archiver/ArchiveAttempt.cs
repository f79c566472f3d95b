using Wan.Archiver.Download;
using Wan.Archiver.Quarantine;
using Wan.Archiver.Salvage;
using Wan.Archiver.Stores;
using Wan.DashScope.Accounts;

namespace Wan.Archiver;

/// <summary>One try to get a video into its place: found there already, taken out of quarantine, or downloaded.</summary>
internal sealed partial class ArchiveAttempt(
    VideoSalvage salvage,
    VideoFetch fetch,
    QuarantineStore quarantine,
    DashScopeAccounts accounts,
    DiskRoom room,
    TimeProvider time,
    ILogger<ArchiveAttempt> logger)
{
    // Wanted for what could not be written though nobody knows how long it is.
    private const long LeastRoom = 1 << 20;

    // Begun, claimed.
    private const long VersionWhenFirstClaimed = 2;

    /// <summary>Tries it.</summary>
    /// <returns>What is in its place then, or why nothing is; and what is in quarantine for it without being noted, where its URL is over.</returns>
    public async Task<(KeptVideo? Kept, DownloadOutcome? Miss, Suspect? Forgotten)> RunAsync(Archive archive, ArchiveLease lease, CancellationToken cancellationToken)
    {
        var (kept, miss) = await TryAsync(archive, lease, lease.Token);
        var forgotten = miss is DownloadOutcome.UrlDead or DownloadOutcome.UrlOver ? await quarantine.FindForgottenAsync(archive, cancellationToken) : null;
        if (kept is not null && archive.Suspect is not null)
            await RemoveSuspectAsync(archive, cancellationToken);
        return (kept, miss, forgotten);
    }

    private async Task<(KeptVideo? Kept, DownloadOutcome? Miss)> TryAsync(Archive archive, ArchiveLease lease, CancellationToken cancellationToken)
    {
        try
        {
            // One that was claimed before may have been put into its place by a process that died then.
            if (archive.Version > VersionWhenFirstClaimed && await salvage.FindAsync(archive, cancellationToken) is { } kept)
                return (kept, null);
            if (archive.Accepted)
                return await ReleaseAsync(archive, lease, cancellationToken);
            return Open(archive, out var url) is { } closed ? (null, closed) : await fetch.RunAsync(archive, url!, lease, cancellationToken);
        }
        catch (IOException exception) when (DiskFull.Is(exception))
        {
            room.RanOut(LeastRoom);
            return (null, new DownloadOutcome.NoRoom());
        }
        catch (StoreUnavailableException exception)
        {
            return (null, new DownloadOutcome.StoreDown(exception.Message));
        }
    }

    private async Task<(KeptVideo? Kept, DownloadOutcome? Miss)> ReleaseAsync(Archive archive, ArchiveLease lease, CancellationToken cancellationToken)
    {
        if (!await lease.IsOursAsync())
            return (null, new DownloadOutcome.Broken("Another process took over."));
        if (await quarantine.ReleaseAsync(archive, cancellationToken) is { } kept)
            return (kept, null);
        return (null, new DownloadOutcome.NotInQuarantine(
            $"What was accepted is missing or has changed in the archive's store ('{QuarantineStore.KeyOf(archive.Id)}'); accept it again once it is back there."));
    }

    private async Task RemoveSuspectAsync(Archive archive, CancellationToken cancellationToken)
    {
        try
        {
            await quarantine.RemoveAsync(archive.Id, cancellationToken);
        }
        catch (StoreUnavailableException exception)
        {
            Log.LeftBehind(logger, archive.Id, exception.Message);
        }
    }

    /// <summary>The URL to download from, or why there is none.</summary>
    private DownloadOutcome? Open(Archive archive, out Uri? url)
    {
        url = null;
        if (archive.SealedVideoUrl is null || time.GetUtcNow() >= archive.UrlExpiresAt)
            return new DownloadOutcome.UrlOver();
        if (!accounts.TryGet(archive.Account, out var account))
            return new DownloadOutcome.Broken($"There is no account '{archive.Account}' in the configuration, so the result URL can't be opened.");
        return ResultUrlSeal.TryOpen(account, archive.SealedVideoUrl, out url)
            ? null
            : new DownloadOutcome.UrlDead("The sealed result URL can't be opened; the account's key may have changed.");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{GenerationId} is archived, and what was in quarantine for it could not be removed; ./wan verify names it: {Reason}")]
        public static partial void LeftBehind(ILogger logger, string generationId, string reason);
    }
}
