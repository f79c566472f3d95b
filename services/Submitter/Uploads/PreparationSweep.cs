using Microsoft.Extensions.Options;
using Wan.Hosting;
using Wan.Hosting.Clocks;

namespace Wan.Submitter.Uploads;

/// <summary>Has a <see cref="PreparationRound"/> whenever something with files comes into the line or a place is free, for as long as the process runs.</summary>
internal sealed partial class PreparationSweep(
    PreparationRound round, Preparations preparations, UploadSignal signal, Sweep sweep, SweepTimes times, ClockGuard clock, IConfiguration configuration, IOptions<SubmitterOptions> options,
    ILogger<PreparationSweep> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        times.Begun("submitter.files");
        await sweep.First.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // It learns which models there are.
        var takesOver = configuration.GetValue<bool>("Sweep:AllAtStart");
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (clock.IsTrusted(out _))
                {
                    if (takesOver)
                        await round.TakeOverAsync(stoppingToken);
                    takesOver = false;
                    await round.RunAsync(stoppingToken);
                    times.Ended("submitter.files");
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.RoundFailed(logger, exception);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            await signal.WaitAsync(options.Value.Tick, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await preparations.EndAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "What has files to be uploaded could not be looked at; it is tried again.")]
        public static partial void RoundFailed(ILogger logger, Exception exception);
    }
}
