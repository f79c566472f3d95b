using Microsoft.Extensions.Options;
using Wan.Hosting;
using Wan.Hosting.Clocks;
using Wan.Notifier.Deliveries;
using Wan.Storage;

namespace Wan.Notifier.Lanes;

/// <summary>Claims the lanes that are due, those whose receivers fail only into a part of the places, and has a turn of each run.</summary>
internal sealed partial class LaneSweep(
    IDocuments<Lane> lanes, LaneQueue queue, LaneTurn turns, ForgottenLanes forgotten, SweepTimes times, ClockGuard guard, IOptions<NotifierOptions> options, TimeProvider time, ILogger<LaneSweep> logger)
    : BackgroundService
{
    private const string Name = "notifier";
    private const int Batch = 200;

    private static readonly TimeSpan BetweenDrawIns = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenWholeLooks = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (drawnInAt, wholeAt) = (time.GetTimestamp(), 0L);
        times.Begun(Name);
        var running = new TaskCounter();
        while (!stoppingToken.IsCancellationRequested)
        {
            var isFull = false;
            try
            {
                if (guard.IsTrusted(out _))
                {
                    isFull = await ClaimAsync(Lane.Well, options.Value.Concurrency - queue.Working.All, running, stoppingToken);
                    isFull |= await ClaimAsync(
                        Lane.Failing, Math.Min(options.Value.Concurrency - queue.Working.All, (options.Value.Concurrency / 2) - queue.Working.Failing), running, stoppingToken);
                    if (time.GetElapsedTime(drawnInAt) >= BetweenDrawIns)
                    {
                        drawnInAt = time.GetTimestamp();
                        await DrawInAsync(Lane.Well, stoppingToken);
                        await DrawInAsync(Lane.Failing, stoppingToken);
                    }

                    if (wholeAt == 0 || time.GetElapsedTime(wholeAt) >= BetweenWholeLooks)
                    {
                        await forgotten.WakeAsync(stoppingToken);
                        wholeAt = time.GetTimestamp();
                    }

                    times.Ended(Name);
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                isFull = false;
                Log.Failed(logger, exception);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            if (!isFull)
                await queue.WaitAsync(options.Value.SweepInterval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await running.AllEnded; // What is on its way has an end; what came of it is worth the wait.
    }

    // True if there may be more.
    private async Task<bool> ClaimAsync(string group, int room, TaskCounter running, CancellationToken stoppingToken)
    {
        if (room <= 0)
            return false;
        var limit = Math.Min(room, Batch);
        var claimed = await lanes.ClaimDueAsync(new DueClaim { Now = time.GetUtcNow(), Group = group, Limit = limit, Lease = options.Value.Lease }, stoppingToken);
        foreach (var lane in claimed)
        {
            if (queue.Begin(lane) is { } turn)
                running.Run(() => turns.RunAsync(lane, turn, stoppingToken));
        }

        return claimed.Count == limit;
    }

    private Task<int> DrawInAsync(string group, CancellationToken stoppingToken) => lanes.DrawInAsync(
        group, time.GetUtcNow() + DeliveryRules.Furthest + guard.MaxOffset, lane => lane.DueAt = time.GetUtcNow(), logger, stoppingToken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The sweep of webhooks failed; it goes on with the next.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
