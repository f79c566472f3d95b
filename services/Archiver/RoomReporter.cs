using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.Hosting;

namespace Wan.Archiver;

/// <summary>
/// Tells everyone whether this process could keep another video: at its start, when that changes, and every few seconds. A store that is away is
/// no reason, since videos wait in the outbox then, whose disk is looked at. It stands beside the work, so that a broker that is away holds up
/// nothing but the next report.
/// </summary>
internal sealed partial class RoomReporter(
    DiskRoom disk, IBus bus, ArchiverMetrics metrics, IOptions<ArchiverOptions> options, TimeProvider time, ILogger<RoomReporter> logger)
    : BackgroundService
{
    private static readonly string Name = $"{Environment.MachineName}:{Environment.ProcessId}";

    private readonly ArchiverOptions settings = options.Value;
    private Room? told;
    private long toldAt;
    private bool isNews = true;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = settings.Interval < settings.RoomReportInterval ? settings.Interval : settings.RoomReportInterval;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                NotTold(exception);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var room = disk.Look();
        metrics.Looked(room);
        if (told?.CanKeep == room.CanKeep && time.GetElapsedTime(toldAt) < settings.RoomReportInterval)
            return;

        toldAt = time.GetTimestamp();
        await bus.PublishInTimeAsync(Report(room), time, cancellationToken);
        told = room;
        isNews = true;
    }

    private void NotTold(Exception exception)
    {
        told = null; // The next look tells.
        if (isNews)
            Log.NotTold(logger, exception.Message);
        isNews = false;
    }

    private ArchiveRoomReported Report(Room room) => new()
    {
        Archiver = Name,
        At = time.GetUtcNow(),
        CanKeep = room.CanKeep,
        Reason = room.Reason,
        FreeBytes = room.FreeBytes,
        WantedBytes = room.WantedBytes,
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Nobody was told whether another video could be kept; it is told as soon as the broker is back. {Reason}")]
        public static partial void NotTold(ILogger logger, string reason);
    }
}
