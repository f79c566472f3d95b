using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Wan.Hosting.Clocks;
using Wan.Storage;

namespace Wan.Archiver;

/// <summary>Claims due archives a batch at a time and keeps a fixed number of workers busy with them.</summary>
internal sealed partial class ArchiveSweep(
    IDocuments<Archive> archives,
    ArchiveWork work,
    ArchiveSignal signal,
    DiskRoom room,
    ClockGuard guard,
    IOptions<ArchiverOptions> options,
    IConfiguration configuration,
    TimeProvider time,
    ILogger<ArchiveSweep> logger) : BackgroundService
{
    private readonly ArchiverOptions settings = options.Value;
    private bool wasPaused;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ReserveThreads();

        // A batch is claimed when the last one has shrunk to what the workers take next.
        var batch = settings.Concurrency * 2;
        var line = Channel.CreateBounded<Archive>(settings.Concurrency);
        var workers = Enumerable.Range(0, settings.Concurrency).Select(_ => WorkAsync(line.Reader, stoppingToken)).ToArray();
        try
        {
            if (configuration.GetValue<bool>("Sweep:AllAtStart"))
                await FeedAsync(line.Writer, limit: 10_000, ignoreDueTime: true, stoppingToken);
            while (true)
            {
                var fed = IsPaused() || !guard.IsTrusted(out _) ? 0 : await FeedAsync(line.Writer, batch, ignoreDueTime: false, stoppingToken);
                if (fed < batch)
                    await signal.WaitAsync(settings.Interval, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
        finally
        {
            line.Writer.Complete();
            await Task.WhenAll(workers);
        }
    }

    // A worker blocks its thread while the disk flushes; the pool adds threads too slowly for that.
    private void ReserveThreads()
    {
        ThreadPool.GetMinThreads(out var threads, out var completion);
        ThreadPool.SetMinThreads(Math.Max(threads, settings.Concurrency + Environment.ProcessorCount), completion);
    }

    private bool IsPaused()
    {
        var look = room.Look();
        var isPaused = !look.CanKeep;
        if (isPaused && !wasPaused)
            Log.Paused(logger, look.Reason!);
        else if (!isPaused && wasPaused)
            Log.Resumed(logger);
        wasPaused = isPaused;
        return isPaused;
    }

    private async Task<int> FeedAsync(ChannelWriter<Archive> line, int limit, bool ignoreDueTime, CancellationToken cancellationToken)
    {
        try
        {
            var claimed = await archives.ClaimDueAsync(
                new DueClaim { Now = time.GetUtcNow(), Lease = settings.Lease, Limit = limit, Group = ArchiveGroup.Download, IgnoreDueTime = ignoreDueTime },
                cancellationToken);
            foreach (var archive in claimed)
                await line.WriteAsync(archive, cancellationToken);
            return claimed.Count;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.ClaimFault(logger, exception);
            return 0;
        }
    }

    private async Task WorkAsync(ChannelReader<Archive> line, CancellationToken cancellationToken)
    {
        await foreach (var archive in line.ReadAllAsync(CancellationToken.None))
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
        [LoggerMessage(1, LogLevel.Error, "Archiving is paused. {Reason}")]
        public static partial void Paused(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Information, "Archiving goes on: there is room on the disk again")]
        public static partial void Resumed(ILogger logger);

        [LoggerMessage(3, LogLevel.Error, "Due archives could not be claimed; it is tried again")]
        public static partial void ClaimFault(ILogger logger, Exception exception);

        [LoggerMessage(4, LogLevel.Error, "Archiving {GenerationId} failed here; it is tried again")]
        public static partial void WorkFault(ILogger logger, Exception exception, string generationId);
    }
}
