using Microsoft.Extensions.Options;
using Wan.Hosting;
using Wan.Submitter.Posting;

namespace Wan.Submitter;

/// <summary>
/// Drives on what nobody drives: a POST whose sender died, an answer that was lost, an outcome that is not known, a slot that nobody has.
/// </summary>
internal sealed partial class Sweep(
    SweepRound round, VendorClockCheck clock, SweepTimes times, IConfiguration configuration, IOptions<SubmitterOptions> options, TimeProvider time, ILogger<Sweep> logger)
    : BackgroundService
{
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when what the last process left behind has been looked at.</summary>
    public Task First => first.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var allAtStart = configuration.GetValue<bool>("Sweep:AllAtStart");
        times.Begun("submitter");
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await clock.IsTrustedAsync(stoppingToken))
                {
                    await round.RunAsync(allAtStart && !first.Task.IsCompleted, stoppingToken);
                    times.Ended("submitter");
                    first.TrySetResult();
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.SweepFailed(logger, exception);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(options.Value.SweepInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The sweep failed; it goes on with the next.")]
        public static partial void SweepFailed(ILogger logger, Exception exception);
    }
}
