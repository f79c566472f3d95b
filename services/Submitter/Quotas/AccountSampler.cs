namespace Wan.Submitter.Quotas;

/// <summary>Samples the accounts once a minute. One that fails is missing in <see cref="AccountLoads"/>, and nothing else.</summary>
internal sealed partial class AccountSampler(AccountLoads loads, TimeProvider time, ILogger<AccountSampler> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await loads.SampleAsync(stoppingToken);
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
        [LoggerMessage(1, LogLevel.Information, "The accounts could not be sampled; it goes on with the next minute.")]
        public static partial void SampleFailed(ILogger logger, Exception exception);
    }
}
