using System.Buffers;
using Microsoft.Extensions.Options;
using Wan.Archiver.Salvage;
using Wan.Archiver.Stores;
using Wan.Storage;

namespace Wan.Archiver.Chores;

/// <summary>Copies stored videos to the second place.</summary>
internal sealed partial class CopyChore(
    IDocuments<Archive> archives,
    IVideoStore store,
    CopyTarget target,
    ArchivedRequests requests,
    IOptions<ArchiverOptions> options,
    TimeProvider time,
    ILogger<CopyChore> logger) : IChore
{
    private const int BatchSize = 20;

    public TimeSpan Interval => options.Value.Interval;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (target.Store is not { } second)
            return;

        while (true)
        {
            var due = await archives.ClaimDueAsync(
                new DueClaim { Now = time.GetUtcNow(), Lease = options.Value.Lease, Limit = BatchSize, Group = ArchiveGroup.Copy }, cancellationToken);
            foreach (var archive in due)
                await CopyAsync(archive, second, cancellationToken);
            if (due.Count < BatchSize)
                return;
        }
    }

    private async Task CopyAsync(Archive archive, IVideoStore second, CancellationToken cancellationToken)
    {
        using var request = await requests.FindAsync(archive, cancellationToken);
        var record = await VideoAdoption.ReadRecordAsync(store, archive.Key!, cancellationToken) is { } beside
            ? new ReadOnlySequence<byte>(beside)
            : ArchiveRecord.Of(archive, archive.Video!, request).ToJson();
        switch (await VideoCopy.RunAsync(store, archive.Key!, second, archive.Key!, archive.Video!, record, cancellationToken))
        {
            case CopyResult.Missing:
                Log.Missing(logger, archive.Id);
                break;
            case CopyResult.Changed:
                Log.Changed(logger, archive.Id);
                break;
            default:
                archive.CopyIsDue = false;
                archive.DueAt = null;
                if (!await archives.ReplaceAsync(archive, cancellationToken))
                    await TakeBackAsync(archive, second, cancellationToken);
                break;
        }
    }

    // All of it was deleted while it was copied: that was looked for there before it came.
    private async Task TakeBackAsync(Archive archive, IVideoStore second, CancellationToken cancellationToken)
    {
        if (await archives.FindAsync(archive.Id, cancellationToken) is null or { Erase: true })
            await Outbox.RemoveAsync(second, archive.Key!, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The video of {GenerationId} can't be copied: it is missing in the archive")]
        public static partial void Missing(ILogger logger, string generationId);

        [LoggerMessage(2, LogLevel.Error, "The video of {GenerationId} is not copied: it has changed since it was archived")]
        public static partial void Changed(ILogger logger, string generationId);
    }
}
