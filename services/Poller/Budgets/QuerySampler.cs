using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Wan.Poller.Budgets;

/// <summary>Samples the budgets once a minute. A sample that fails is missing in <see cref="QuerySamples"/>, and nothing else.</summary>
internal sealed partial class QuerySampler(QuerySamples samples, TimeProvider time, ILogger<QuerySampler> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await samples.SampleAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.SampleFailed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The query budgets could not be sampled; it goes on with the next minute.")]
        public static partial void SampleFailed(ILogger logger, Exception exception);
    }
}
