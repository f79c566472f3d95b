using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Wan.Hosting;
using Wan.Storage;

namespace Wan.Archiver;

/// <summary>Archives that this process has claimed, and the fixed number of workers that they stand in line for.</summary>
internal sealed partial class ArchiveLine(
    IDocuments<Archive> archives, ArchiveWork work, SweepTimes times, IOptions<ArchiverOptions> options, TimeProvider time, ILogger<ArchiveLine> logger)
{
    private readonly ArchiverOptions settings = options.Value;
    private readonly Channel<Archive> line = Channel.CreateBounded<Archive>(options.Value.Concurrency);

    /// <summary>Works until the line is closed and empty.</summary>
    /// <param name="cancellationToken">From then on what stands in line is given back.</param>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        times.Begun("archiver");
        return Task.WhenAll(Enumerable.Range(0, settings.Concurrency).Select(_ => WorkAsync(cancellationToken)).ToArray());
    }

    /// <summary>Nothing more comes.</summary>
    public void Close() => line.Writer.Complete();

    /// <summary>Claims those that are due; ends when all of them stand in line.</summary>
    /// <returns>How many.</returns>
    public async Task<int> FeedAsync(int limit, bool ignoreDueTime, CancellationToken cancellationToken)
    {
        try
        {
            var claimed = await archives.ClaimDueAsync(
                new DueClaim { Now = time.GetUtcNow(), Lease = settings.Lease, Limit = limit, Group = ArchiveGroup.Download, IgnoreDueTime = ignoreDueTime },
                cancellationToken);
            foreach (var archive in claimed)
                await line.Writer.WriteAsync(archive, cancellationToken);
            times.Ended("archiver");
            return claimed.Count;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.ClaimFault(logger, exception);
            return 0;
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        await foreach (var archive in line.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                // One that stood in line for longer than its claim belongs to whoever claims it next.
                if (cancellationToken.IsCancellationRequested)
                    await ReleaseAsync(archive);
                else if (archive.DueAt > time.GetUtcNow())
                    await work.RunAsync(archive, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                await ReleaseAsync(archive);
            }
            catch (Exception exception)
            {
                Log.WorkFault(logger, exception, archive.Id);
            }
        }
    }

    private async Task ReleaseAsync(Archive archive)
    {
        try
        {
            archive.DueAt = time.GetUtcNow();
            await archives.ReplaceAsync(archive, CancellationToken.None);
        }
        catch (Exception exception)
        {
            Log.WorkFault(logger, exception, archive.Id);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Due archives could not be claimed; it is tried again")]
        public static partial void ClaimFault(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Error, "Archiving {GenerationId} failed here; it is tried again")]
        public static partial void WorkFault(ILogger logger, Exception exception, string generationId);
    }
}
