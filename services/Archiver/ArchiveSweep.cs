using Microsoft.Extensions.Options;

namespace Wan.Archiver;

/// <summary>Claims due archives a batch at a time and keeps the workers busy with them.</summary>
internal sealed class ArchiveSweep(
    ArchiveLine line, ArchivePause pause, ArchiveSignal signal, IOptions<ArchiverOptions> options, IConfiguration configuration) : BackgroundService
{
    private readonly ArchiverOptions settings = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ReserveThreads();

        // A batch is claimed when the last one has shrunk to what the workers take next.
        var batch = settings.Concurrency * 2;
        var workers = line.RunAsync(stoppingToken);
        try
        {
            if (configuration.GetValue<bool>("Sweep:AllAtStart"))
                await line.FeedAsync(limit: 10_000, ignoreDueTime: true, stoppingToken);
            while (true)
            {
                var fed = pause.IsOn() ? 0 : await line.FeedAsync(batch, ignoreDueTime: false, stoppingToken);
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
            line.Close();
            await workers;
        }
    }

    // A worker blocks its thread while the disk flushes; the pool adds threads too slowly for that.
    private void ReserveThreads()
    {
        ThreadPool.GetMinThreads(out var threads, out var completion);
        ThreadPool.SetMinThreads(Math.Max(threads, settings.Concurrency + Environment.ProcessorCount), completion);
    }
}
