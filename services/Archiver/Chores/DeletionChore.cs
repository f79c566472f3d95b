using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.Hosting;
using Wan.Hosting.Tracing;
using Wan.Storage;

namespace Wan.Archiver.Chores;

/// <summary>Deletes the videos that are marked, and tells. The proof and the record stay.</summary>
internal sealed partial class DeletionChore(
    IDocuments<Archive> archives,
    VideoFiles files,
    IBus bus,
    BrokerAlarm alarm,
    IOptions<ArchiverOptions> options,
    TimeProvider time,
    ILogger<DeletionChore> logger) : IChore
{
    private const int BatchSize = 100;

    public TimeSpan Interval => options.Value.Interval;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (alarm.Reason is null)
        {
            var due = await archives.ClaimDueAsync(
                new DueClaim { Now = time.GetUtcNow(), Lease = options.Value.Lease, Limit = BatchSize, Group = ArchiveGroup.Deletion }, cancellationToken);
            for (var next = 0; next < due.Count; next++)
            {
                try
                {
                    await DeleteAsync(due[next], cancellationToken);
                }
                catch (TimeoutException)
                {
                    await archives.GiveBackAsync(due.Skip(next), time.GetUtcNow());
                    throw;
                }
                catch (Exception) when (!cancellationToken.IsCancellationRequested)
                {
                    // One that can't be deleted, such as what a store locks, comes again after its lease: the others don't wait behind it.
                    await archives.GiveBackAsync(due.Skip(next + 1), time.GetUtcNow());
                    throw;
                }
            }

            if (due.Count < BatchSize)
                return;
        }
    }

    private async Task DeleteAsync(Archive archive, CancellationToken cancellationToken)
    {
        using var step = WanTrace.Begin(WanSpans.Delete, archive);
        step.Span?.SetTag(WanAttributes.GenerationId, archive.Id).SetTag(WanAttributes.Outcome, archive.DeletionReason);
        if (archive.Erase)
        {
            await EraseAsync(archive, cancellationToken);
            return;
        }

        await files.DeleteAsync(archive, cancellationToken);

        // Told before it is noted as done: after a crash it is told again rather than never.
        var deletedAt = time.GetUtcNow();
        await bus.PublishInTimeAsync(ArchiveMessages.ToDeleted(archive, deletedAt), time, cancellationToken);
        archive.State = ArchiveState.Deleted;
        archive.DeletedAt = deletedAt;
        archive.DueAt = null;
        if (await archives.ReplaceAsync(archive, cancellationToken))
            Log.Deleted(logger, archive.Id, archive.DeletionReason);
    }

    // The document last: as long as it is there, what is left is done the next time, and all is told again.
    private async Task EraseAsync(Archive archive, CancellationToken cancellationToken)
    {
        await files.EraseAsync(archive, cancellationToken);
        if (archive is { Video: not null, DeletedAt: null })
            await bus.PublishInTimeAsync(ArchiveMessages.ToDeleted(archive, time.GetUtcNow()), time, cancellationToken);
        await bus.PublishInTimeAsync(new GenerationErased { GenerationId = archive.Id }, time, cancellationToken);
        Checkpoint.Reached("archiver.erased", archive.Id);
        if (await archives.DeleteAsync(archive, cancellationToken))
            Log.Erased(logger, archive.Id, archive.DeletionReason);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The video of {GenerationId} is deleted: {Reason}")]
        public static partial void Deleted(ILogger logger, string generationId, string? reason);

        [LoggerMessage(2, LogLevel.Information, "All that was kept of {GenerationId} is deleted: {Reason}")]
        public static partial void Erased(ILogger logger, string generationId, string? reason);
    }
}
