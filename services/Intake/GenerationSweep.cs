using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.Hosting;
using Wan.Hosting.Clocks;
using Wan.Hosting.Tracing;
using Wan.Storage;

namespace Wan.Intake;

/// <summary>
/// Drives on what is unfinished and due: a request whose first message was lost, or a generation that has heard nothing for long.
/// </summary>
internal sealed partial class GenerationSweep(
    IDocuments<Generation> generations, IBus bus, BrokerAlarm alarm, IOptions<IntakeOptions> options, IConfiguration configuration, ClockGuard guard,
    TimeProvider time, ILogger<GenerationSweep> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Alone on an in-memory bus, the messages of the last run are gone: whatever is unfinished is due at once.
        var ahead = configuration.GetValue<bool>("Sweep:AllAtStart") ? options.Value.DriveAgainAfter : TimeSpan.Zero;
        using var timer = new PeriodicTimer(options.Value.SweepInterval, time);
        do
        {
            try
            {
                // By a clock that is wrong it would drive on what others have just driven on, and put it off for hours.
                if (!guard.IsTrusted(out _) || alarm.Reason is not null)
                    continue;
                await DrawInAsync(stoppingToken);
                await SweepAsync(time.GetUtcNow() + ahead, stoppingToken);
                ahead = TimeSpan.Zero;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.SweepFailed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SweepAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var claim = new DueClaim { Now = now, Lease = options.Value.DriveAgainAfter, Limit = options.Value.SweepBatch };
        IReadOnlyList<Generation> due;
        do
        {
            due = await generations.ClaimDueAsync(claim, cancellationToken);
            for (var next = 0; next < due.Count; next++)
            {
                Checkpoint.Reached("intake.claimed", due[next].Id);
                using var step = WanTrace.Enter(due[next]);
                try
                {
                    await bus.PublishInTimeAsync(new ContinueGeneration { GenerationId = due[next].Id }, time, cancellationToken);
                }
                catch
                {
                    await GiveBackAsync(due.Skip(next));
                    throw;
                }
            }
        }
        while (due.Count == claim.Limit);
    }

    // Else they would wait for the end of the lease, though the broker may be back in a second.
    private async Task GiveBackAsync(IEnumerable<Generation> claimed)
    {
        foreach (var generation in claimed)
        {
            generation.DueAt = time.GetUtcNow();
            try
            {
                await generations.ReplaceAsync(generation, CancellationToken.None); // Not, if somebody has changed it meanwhile: then it was driven on.
            }
            catch (StorageException)
            {
                // This one waits for the end of its lease.
            }
        }
    }

    // The first sweep of a process that is alone puts everything off by twice that.
    private async Task DrawInAsync(CancellationToken cancellationToken)
    {
        var longest = new[] { options.Value.StartWithin, options.Value.DriveAgainAfter, options.Value.DriveLineAgainAfter }.Max();
        await generations.DrawInAsync(
            group: null, time.GetUtcNow() + (2 * longest) + guard.MaxOffset, generation => generation.DueAt = time.GetUtcNow(), logger, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The sweep failed and goes on at its next tick; generations that are due wait meanwhile.")]
        public static partial void SweepFailed(ILogger logger, Exception exception);
    }
}
