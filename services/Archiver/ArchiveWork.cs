using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Archiver.Download;
using Wan.Archiver.Quarantine;
using Wan.Archiver.Salvage;
using Wan.Archiver.Stores;
using Wan.Contracts;
using Wan.Hosting;
using Wan.Hosting.Tracing;
using Wan.Storage;

namespace Wan.Archiver;

/// <summary>One claimed archive: fetch, prove, keep, save, tell.</summary>
internal sealed partial class ArchiveWork(
    IDocuments<Archive> archives,
    ArchiveAttempt attempt,
    IBus bus,
    ArchiverMetrics metrics,
    IOptions<ArchiverOptions> options,
    IOptions<ArchiveOptions> archiveOptions,
    TimeProvider time,
    ILogger<ArchiveWork> logger)
{
    private readonly ArchiverOptions settings = options.Value;

    /// <summary>Does what is due for it. Faults leave it claimed, so that it comes again when the lease is over.</summary>
    public async Task RunAsync(Archive archive, CancellationToken cancellationToken)
    {
        using var step = WanTrace.Begin(WanSpans.Archive, archive);
        step.Span?.SetTag(WanAttributes.GenerationId, archive.Id).SetTag(WanAttributes.TaskId, archive.TaskId)
            .SetTag(WanAttributes.Account, archive.Account).SetTag(WanAttributes.Model, archive.Model);
        Checkpoint.Reached("archiver.claimed", archive.Id);

        var tried = archive.SealedVideoUrl;
        await using var lease = new ArchiveLease(archives, archive, settings.Lease, time, cancellationToken);
        var (kept, miss, forgotten) = await attempt.RunAsync(archive, lease, cancellationToken);
        var current = await lease.EndAsync();

        object? message = null;
        var saved = await archives.ChangeAsync(
            current,
            fresh =>
            {
                message = null; // What was decided of a copy that somebody else has written meanwhile does not count.
                if (fresh.State is not ArchiveState.Waiting)
                    return false;
                if (forgotten is not null && QuarantineRules.IsBetter(fresh.Suspect, forgotten))
                    fresh.Suspect = forgotten;
                message = Decide(fresh, tried, kept, miss);
                return true;
            },
            cancellationToken) ?? throw new InvalidOperationException($"The archive of {archive.Id} is gone.");
        Checkpoint.Reached("archiver.saved", archive.Id);
        Report(saved, miss);
        step.Span?.SetTag(WanAttributes.Outcome, WanTrace.Word(miss) ?? "stored").SetTag(WanAttributes.VideoBytes, kept is null ? null : saved.Video?.Bytes);
        step.Span.Fail(WanTrace.Word(miss));
        if ((message ?? ArchiveMessages.Of(saved)) is { } answer)
            await bus.PublishInTimeAsync(answer, time, cancellationToken);
    }

    private object? Decide(Archive archive, string? tried, KeptVideo? kept, DownloadOutcome? miss)
    {
        var now = time.GetUtcNow();
        if (kept is not null)
        {
            ArchiveRules.Keep(archive, kept, archiveOptions.Value.Copy is not null, now);
            return null;
        }

        if (archive.SealedVideoUrl == tried)
            return ArchiveRules.Miss(archive, miss!, settings, now);

        // A fresh URL has come meanwhile.
        if (miss is DownloadOutcome.Wrong wrong)
            QuarantineRules.Note(archive, wrong);
        archive.DueAt = now;
        return null;
    }

    private void Report(Archive archive, DownloadOutcome? miss)
    {
        if (archive.State is ArchiveState.Stored)
        {
            metrics.Stored(archive.Video!.Bytes);
            Log.Stored(logger, archive.Id, archive.Video.Bytes);
        }
        else if (archive.State is ArchiveState.Failed)
        {
            metrics.Failed(isQuarantined: archive.Suspect is not null);
            Log.Failed(logger, archive.Id, archive.Error!.Message);
        }
        else if (miss is not null)
        {
            metrics.Missed(miss);
            Log.Missed(logger, archive.Id, archive.LastProblem ?? "", archive.DueAt);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "{GenerationId} is archived, {Bytes} bytes")]
        public static partial void Stored(ILogger logger, string generationId, long bytes);

        [LoggerMessage(2, LogLevel.Error, "{GenerationId} can't be archived: {Reason}")]
        public static partial void Failed(ILogger logger, string generationId, string reason);

        [LoggerMessage(3, LogLevel.Warning, "{GenerationId} is not archived yet: {Reason} Next look at {DueAt:O}.")]
        public static partial void Missed(ILogger logger, string generationId, string reason, DateTimeOffset? dueAt);
    }
}
