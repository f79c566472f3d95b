using Microsoft.Extensions.Options;
using Wan.Hosting.Clocks;
using Wan.Intake.Chores;
using Wan.Storage;
using Wan.Storage.Files;

namespace Wan.Intake.Files;

/// <summary>
/// Deletes files whose time is over, contents that have no document, since a process died between the one and the other, and drafts whose process died. A few at a time: nobody
/// waits for it.
/// </summary>
internal sealed partial class FileChore(
    IDocuments<StoredFile> files, FileShelf shelf, IFileContents contents, FilesMetrics metrics, LineLook look, ClockGuard guard, IOptions<IntakeOptions> options, TimeProvider time, ILogger<FileChore> logger)
    : BackgroundService
{
    private const int Batch = 50;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    // An upload may take half an hour, and its content is kept right before its document.
    private static readonly TimeSpan Orphaned = TimeSpan.FromDays(2);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromHours(6);

    private DateTimeOffset lookAt;

    private bool wasTrusted;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.RetentionInterval, time);
        do
        {
            try
            {
                if (!MayDelete())
                    continue;
                await DeleteExpiredAsync(stoppingToken);
                await DeleteOrphansAsync(stoppingToken);
                contents.DeleteDrafts(time.GetUtcNow() - Orphaned);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.ChoreFailed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // By a clock that is ahead all would seem to be over, and of a process that has just begun nobody has said so yet: it must have been trusted for a whole interval. After a
    // long stop what waits needs files whose time is over: the look at the line keeps them on.
    private bool MayDelete()
    {
        var before = wasTrusted;
        wasTrusted = guard.IsTrusted(out _);
        return before && wasTrusted && look.HasEnded;
    }

    private async Task DeleteExpiredAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredFile> due;
        do
        {
            due = await files.ClaimDueAsync(new DueClaim { Now = time.GetUtcNow(), Lease = Lease, Limit = Batch }, cancellationToken);
            foreach (var file in due)
            {
                if (await shelf.DeleteAsync(file, cancellationToken))
                    metrics.Expired();
            }
        }
        while (due.Count == Batch);
    }

    private async Task DeleteOrphansAsync(CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() < lookAt)
            return;
        lookAt = time.GetUtcNow() + BetweenLooks;
        var looked = "";
        var until = Guid.CreateVersion7(time.GetUtcNow() - Orphaned).ToString();
        IReadOnlyList<string> ids;
        do
        {
            ids = await contents.IdsAsync(looked, Batch, cancellationToken);
            foreach (var id in ids)
            {
                if (string.CompareOrdinal(id, until) >= 0)
                    return;
                if (await files.FindAsync(id, cancellationToken) is null)
                {
                    await contents.DeleteAsync(id, cancellationToken);
                    Log.OrphanDeleted(logger, id);
                }

                looked = id;
            }
        }
        while (ids.Count == Batch);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Files that are to be deleted could not be; it is tried again at the next tick.")]
        public static partial void ChoreFailed(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Information, "The content of file {FileId}, which no document names, was deleted: whoever stored or deleted it died.")]
        public static partial void OrphanDeleted(ILogger logger, string fileId);
    }
}
