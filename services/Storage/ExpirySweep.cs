using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Wan.Storage;

/// <summary>
/// Deletes finished documents whose time is over, a few at a time and with pauses, so that no claim waits for it longer than for any other write.
/// </summary>
internal sealed partial class ExpirySweep(IDocumentStore store, TimeProvider time, ILogger<ExpirySweep> logger) : BackgroundService
{
    private const int Batch = 100;

    // A hundred in two seconds are four million a day.
    private static readonly TimeSpan BetweenBatches = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var pause = BetweenLooks;
            try
            {
                if (await store.DeleteExpiredAsync(Batch, stoppingToken) > 0)
                    pause = BetweenBatches;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Failed(logger, exception);
            }

            await Task.Delay(pause, time, stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Finished documents whose time is over could not be deleted; it is tried again.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
