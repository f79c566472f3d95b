using Microsoft.Extensions.Options;
using Wan.Hosting;
using Wan.Hosting.Clocks;

namespace Wan.Intake.Chores;

/// <summary>
/// Drives on what is unfinished and due: a request whose first message was lost, or a generation that has heard nothing for long.
/// </summary>
internal sealed partial class GenerationSweep(
    DueGenerations due, BrokerAlarm alarm, ClockGuard guard, SweepTimes times, IOptions<IntakeOptions> options, IConfiguration configuration, TimeProvider time, ILogger<GenerationSweep> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Alone on an in-memory bus, the messages of the last run are gone: whatever is unfinished is due at once.
        var ahead = configuration.GetValue<bool>("Sweep:AllAtStart") ? options.Value.DriveAgainAfter : TimeSpan.Zero;
        times.Begun("intake");
        using var timer = new PeriodicTimer(options.Value.SweepInterval, time);
        do
        {
            try
            {
                // By a clock that is wrong it would drive on what others have just driven on, and put it off for hours.
                if (!guard.IsTrusted(out _) || alarm.Reason is not null)
                    continue;
                await due.DrawInAsync(stoppingToken);
                await due.DriveOnAsync(time.GetUtcNow() + ahead, stoppingToken);
                ahead = TimeSpan.Zero;
                times.Ended("intake");
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.SweepFailed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The sweep failed and goes on at its next tick; generations that are due wait meanwhile.")]
        public static partial void SweepFailed(ILogger logger, Exception exception);
    }
}
