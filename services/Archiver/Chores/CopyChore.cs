using System.Buffers;
using Microsoft.Extensions.Options;
using Wan.Archiver.Stores;
using Wan.Storage;

namespace Wan.Archiver.Chores;

/// <summary>Copies stored videos to the second place, and sees by the hash that the copy is the video.</summary>
internal sealed partial class CopyChore(
    IDocuments<Archive> archives,
    IVideoStore store,
    CopyTarget target,
    IOptions<ArchiverOptions> options,
    TimeProvider clock,
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
                new DueClaim { Now = clock.GetUtcNow(), Lease = options.Value.Lease, Limit = BatchSize, Group = ArchiveGroup.Copy }, cancellationToken);
            foreach (var archive in due)
                await CopyAsync(archive, second, cancellationToken);
            if (due.Count < BatchSize)
                return;
        }
    }

    private async Task CopyAsync(Archive archive, IVideoStore second, CancellationToken cancellationToken)
    {
        var (key, proof) = (archive.Key!, archive.Video!);
        await using var source = await store.OpenAsync(key, cancellationToken);
        if (source is null)
        {
            LogMissing(logger, archive.Id);
            return;
        }

        using var file = second.CreatePartial(archive.Id);
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            for (int count; (count = await source.ReadAsync(buffer, cancellationToken)) > 0;)
                file.Append(buffer.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (file.Sha256() != proof.Sha256)
        {
            LogChanged(logger, archive.Id);
            return;
        }

        await second.PutAsync(key, file, await RecordAsync(archive, cancellationToken), cancellationToken);
        archive.CopyIsDue = false;
        archive.DueAt = null;
        await archives.ReplaceAsync(archive, cancellationToken);
    }

    private async Task<byte[]> RecordAsync(Archive archive, CancellationToken cancellationToken)
    {
        await using var record = await store.OpenAsync(RecordKey.Of(archive.Key!), cancellationToken);
        if (record is null)
            return ArchiveRecord.Of(archive, archive.Video!).ToJson();
        using var bytes = new MemoryStream();
        await record.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    [LoggerMessage(LogLevel.Error, "The video of {GenerationId} can't be copied: it is missing in the archive")]
    private static partial void LogMissing(ILogger logger, string generationId);

    [LoggerMessage(LogLevel.Error, "The video of {GenerationId} is not copied: it has changed since it was archived")]
    private static partial void LogChanged(ILogger logger, string generationId);
}
