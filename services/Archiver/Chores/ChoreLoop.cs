using Wan.Hosting.Clocks;

namespace Wan.Archiver.Chores;

/// <summary>Runs every chore at its interval; a fault of one is logged and it comes again.</summary>
internal sealed partial class ChoreLoop(IEnumerable<IChore> chores, ClockGuard guard, TimeProvider time, ILogger<ChoreLoop> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(chores.Select(chore => RepeatAsync(chore, stoppingToken)));

    private async Task RepeatAsync(IChore chore, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                // By a clock that is wrong it would take what others hold, and delete what is to be kept.
                if (guard.IsTrusted(out _))
                    await chore.RunAsync(cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Log.Fault(logger, exception, chore.GetType().Name);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(chore.Interval, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Chore} failed; it comes again")]
        public static partial void Fault(ILogger logger, Exception exception, string chore);
    }
}
