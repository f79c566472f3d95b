using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Archiver.Stores;
using Wan.Contracts;
using Wan.Hosting;

namespace Wan.Archiver;

/// <summary>
/// Tells everyone whether this process could keep another video: at its start, when that changes, and every few seconds. It stands beside the
/// work, so that a broker that is away holds up nothing but the next report.
/// </summary>
internal sealed partial class RoomReporter(
    IVideoStore store, Outbox outbox, DiskRoom disk, IBus bus, IOptions<ArchiverOptions> options, TimeProvider clock, ILogger<RoomReporter> logger)
    : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly string Name = $"{Environment.MachineName}:{Environment.ProcessId}";

    private readonly ArchiverOptions settings = options.Value;
    private long lookedAtStore;
    private string? storeProblem;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Room? told = null;
        var toldAt = clock.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var room = await LookAsync(stoppingToken);
                ArchiverMetrics.Room(room);
                if (told is null || told.CanKeep != room.CanKeep || clock.GetElapsedTime(toldAt) >= settings.RoomReportInterval)
                {
                    toldAt = clock.GetTimestamp();
                    await bus.PublishInTimeAsync(Report(room), clock, stoppingToken);
                    told = room;
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                told = null; // What could not be told is told next.
                LogNotTold(logger, exception.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var pause = settings.Interval < settings.RoomReportInterval ? settings.Interval : settings.RoomReportInterval;
            await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Room> LookAsync(CancellationToken cancellationToken)
    {
        var room = disk.Look();
        return room.CanKeep && outbox.Store is null && await FindStoreProblemAsync(cancellationToken) is { } problem
            ? room with { Reason = problem, WantedBytes = null }
            : room;
    }

    // Where there is an outbox, a store that is away only means that videos wait here. The store is asked no more often than it is told.
    private async Task<string?> FindStoreProblemAsync(CancellationToken cancellationToken)
    {
        if (lookedAtStore != 0 && clock.GetElapsedTime(lookedAtStore) < settings.RoomReportInterval)
            return storeProblem;

        lookedAtStore = clock.GetTimestamp();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await store.CheckAsync(patience.Token);
            return storeProblem = null;
        }
        catch (StoreUnavailableException unavailable)
        {
            return storeProblem = unavailable.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return storeProblem = $"The archive's store did not answer within {Patience.TotalSeconds:0} s; look at it, archiving goes on by itself.";
        }
    }

    private ArchiveRoomReported Report(Room room) => new()
    {
        Archiver = Name,
        At = clock.GetUtcNow(),
        CanKeep = room.CanKeep,
        Reason = room.Reason,
        FreeBytes = room.FreeBytes,
        WantedBytes = room.WantedBytes,
    };

    [LoggerMessage(LogLevel.Warning, "Whether another video could be kept was not told; it is told next. {Reason}")]
    private static partial void LogNotTold(ILogger logger, string reason);
}
