using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Archiver.Download;
using Wan.Archiver.Stores;
using Wan.Contracts;
using Wan.DashScope;
using Wan.Hosting;
using Wan.Storage;

namespace Wan.Archiver;

/// <summary>One claimed archive: fetch, prove, keep, save, tell.</summary>
internal sealed partial class ArchiveWork(
    IDocuments<Archive> archives,
    IVideoStore store,
    Outbox outbox,
    VideoSalvage salvage,
    VideoDownloader downloader,
    DashScopeAccounts accounts,
    DiskRoom room,
    IBus bus,
    IOptions<ArchiverOptions> options,
    IOptions<ArchiveOptions> archiveOptions,
    TimeProvider clock,
    ILogger<ArchiveWork> logger)
{
    // Short breaks are bridged while the bytes so far are at hand; longer ones give the place to others.
    private const int MostBridges = 4;

    // Wanted for a video of unknown length that didn't fit.
    private const long LeastRoom = 1 << 20;

    // Begun, claimed.
    private const long VersionWhenFirstClaimed = 2;

    private readonly ArchiverOptions settings = options.Value;

    /// <summary>Does what is due for it. Faults leave it claimed, so that it comes again when the lease is over.</summary>
    public async Task RunAsync(Archive archive, CancellationToken cancellationToken)
    {
        using var activity = WanActivity.Continue("archive", archive.TraceParent);
        activity?.SetTag("wan.generation_id", archive.Id);
        Checkpoint.Reached("archiver.claimed", archive.Id);

        var tried = archive.SealedVideoUrl;
        await using var lease = new ArchiveLease(archives, archive, settings.Lease, clock, cancellationToken);
        var (kept, miss) = await TryAsync(archive, lease, lease.Token);
        var current = await lease.EndAsync();

        object? message = null;
        var saved = await SaveAsync(current, fresh => message = Decide(fresh, tried, kept, miss), cancellationToken);
        Checkpoint.Reached("archiver.saved", archive.Id);
        Report(saved, miss);
        if ((message ?? ArchiveAnswer.Of(saved)) is { } answer)
            await bus.PublishInTimeAsync(answer, clock, cancellationToken);
    }

    private object? Decide(Archive archive, string? tried, KeptVideo? kept, DownloadOutcome? miss)
    {
        var now = clock.GetUtcNow();
        if (kept is not null)
            ArchiveStep.Keep(archive, kept, archiveOptions.Value.Copy is not null, now);
        else if (archive.SealedVideoUrl == tried)
            return ArchiveStep.Miss(archive, miss!, settings, now);
        else
            archive.DueAt = now; // A fresh URL has come meanwhile.
        return null;
    }

    private async Task<(KeptVideo? Kept, DownloadOutcome? Miss)> TryAsync(Archive archive, ArchiveLease lease, CancellationToken cancellationToken)
    {
        try
        {
            // One that was claimed before may have been put into its place by a process that died then.
            if (archive.Version > VersionWhenFirstClaimed && await salvage.FindAsync(archive, cancellationToken) is { } kept)
                return (kept, null);
            return Open(archive, out var url) is { } dead ? (null, dead) : await FetchAsync(archive, url!, lease, cancellationToken);
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

    /// <summary>The URL to download from, or why there is none.</summary>
    private DownloadOutcome? Open(Archive archive, out Uri? url)
    {
        url = null;
        if (archive.UrlIsDead || archive.SealedVideoUrl is null || clock.GetUtcNow() >= archive.UrlExpiresAt)
            return new DownloadOutcome.UrlDead("The result URL is no longer valid.");
        if (!accounts.TryGet(archive.Account, out var account))
            return new DownloadOutcome.Broken($"There is no account '{archive.Account}' in the configuration, so the result URL can't be opened.");
        return ResultUrlSeal.TryOpen(account, archive.SealedVideoUrl, out url)
            ? null
            : new DownloadOutcome.UrlDead("The sealed result URL can't be opened; the account's key may have changed.");
    }

    private async Task<(KeptVideo? Kept, DownloadOutcome? Miss)> FetchAsync(
        Archive archive, Uri url, ArchiveLease lease, CancellationToken cancellationToken)
    {
        using var file = store.CreatePartial(archive.Id);
        try
        {
            if (await DownloadAsync(url, file, cancellationToken) is var outcome and not DownloadOutcome.Complete)
                return (null, outcome);

            var (video, problem) = VideoProof.Prove(file, archive, clock.GetUtcNow());
            if (video is null)
                return (null, new DownloadOutcome.Damaged(problem!));

            // Whoever lost the claim must not put a second file in the place of one that is proven.
            if (!await lease.IsOursAsync())
                return (null, new DownloadOutcome.Broken("Another process took over."));
            Checkpoint.Reached("archiver.proven", archive.Id);
            var kept = new KeptVideo(video, ArchiveRecord.Of(archive, video).ToJson());
            await PutAsync(Archive.KeyOf(archive), file, kept.Record, cancellationToken);
            Checkpoint.Reached("archiver.kept", archive.Id);
            return (kept, null);
        }
        catch (IOException exception) when (DiskFull.Is(exception))
        {
            room.RanOut(file.Total ?? Math.Max(LeastRoom, file.Length * 2));
            return (null, new DownloadOutcome.NoRoom());
        }
    }

    private async Task PutAsync(string key, PartialFile file, ReadOnlyMemory<byte> record, CancellationToken cancellationToken)
    {
        try
        {
            await store.PutAsync(key, file, record, cancellationToken);
        }
        catch (StoreUnavailableException) when (outbox.Store is { } mine)
        {
            await mine.PutAsync(key, file, record, cancellationToken);
            throw;
        }
    }

    private async Task<DownloadOutcome> DownloadAsync(Uri url, PartialFile file, CancellationToken cancellationToken)
    {
        for (var bridge = 1; ; bridge++)
        {
            var before = file.Length;
            var outcome = await downloader.DownloadAsync(url, file, room.Fits, cancellationToken);
            if (outcome is not DownloadOutcome.Broken broken)
                return outcome;
            if (file.Length > before)
                bridge = 1;
            if (bridge >= MostBridges || file.Length == 0)
                return outcome;

            LogBroken(logger, broken.Reason);
            await Task.Delay(ArchiveStep.BackOff(bridge, settings), clock, cancellationToken);
        }
    }

    private async Task<Archive> SaveAsync(Archive archive, Action<Archive> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (archive.State is not ArchiveState.Waiting)
                return archive;
            change(archive);
            if (await archives.ReplaceAsync(archive, cancellationToken))
                return archive;
            archive = await archives.FindAsync(archive.Id, cancellationToken)
                ?? throw new InvalidOperationException($"The archive of {archive.Id} is gone.");
        }
    }

    private void Report(Archive archive, DownloadOutcome? miss)
    {
        if (archive.State is ArchiveState.Stored)
        {
            ArchiverMetrics.Stored(archive.Video!.Bytes);
            LogStored(logger, archive.Id, archive.Video.Bytes);
        }
        else if (archive.State is ArchiveState.Failed)
        {
            ArchiverMetrics.Failed();
            LogFailed(logger, archive.Id, archive.Error!.Message);
        }
        else if (miss is not null)
        {
            ArchiverMetrics.Missed(miss);
            LogMissed(logger, archive.Id, archive.LastProblem ?? "", archive.DueAt);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Going on with the download: {Reason}")]
    private static partial void LogBroken(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Debug, "{GenerationId} is archived, {Bytes} bytes")]
    private static partial void LogStored(ILogger logger, string generationId, long bytes);

    [LoggerMessage(LogLevel.Error, "{GenerationId} can't be archived: {Reason}")]
    private static partial void LogFailed(ILogger logger, string generationId, string reason);

    [LoggerMessage(LogLevel.Warning, "{GenerationId} is not archived yet: {Reason} Next look at {DueAt:O}.")]
    private static partial void LogMissed(ILogger logger, string generationId, string reason, DateTimeOffset? dueAt);
}
