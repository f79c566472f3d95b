using System.Diagnostics;
using Microsoft.Extensions.Options;
using Wan.Hosting;
using Wan.Hosting.Clocks;

namespace Wan.Submitter.Line;

/// <summary>Has a <see cref="DispatchRound"/> whenever something comes into the line or a slot is freed, for as long as the process runs.</summary>
internal sealed partial class Dispatcher(
    DispatchRound round, Posts posts, DispatchSignal signal, Sweep sweep, SweepTimes times, ClockGuard clock, IOptions<SubmitterOptions> options, ILogger<Dispatcher> logger)
    : BackgroundService, IHostedLifecycleService
{
    // Signals that come in a crowd are served by one round; one that comes alone is served at once.
    private static readonly TimeSpan RoundSpacing = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// Before anything else in the process stops: nothing new is begun, and what is on the wire is waited for, since its answer is paid.
    /// </summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken);
        await posts.EndAsync(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        times.Begun("submitter.line");

        // What the last process left on the wire must not be confused with what this one sends.
        await sweep.First.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = options.Value.Tick;
            var begun = Stopwatch.GetTimestamp();
            try
            {
                if (clock.IsTrusted(out _))
                {
                    wait = await round.RunAsync(stoppingToken);
                    times.Ended("submitter.line");
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.RoundFailed(logger, exception);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await signal.WaitAsync(wait, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (RoundSpacing - Stopwatch.GetElapsedTime(begun) is var soon && soon > TimeSpan.Zero)
                await Task.Delay(soon, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The dispatcher's round failed; it goes on with the next.")]
        public static partial void RoundFailed(ILogger logger, Exception exception);
    }
}
