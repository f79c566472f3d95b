using Microsoft.Extensions.Options;
using Wan.DashScope.Accounts;
using Wan.Hosting.Clocks;

namespace Wan.Submitter.Repairs;

/// <summary>Looks at each account's tasks in turn, for as long as the process runs.</summary>
internal sealed partial class StraySweep(
    DashScopeAccounts accounts, Strays strays, Sweep sweep, ClockGuard clock, IOptions<SubmitterOptions> options, TimeProvider time, ILogger<StraySweep> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await sweep.First.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(options.Value.Strays.Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var account in clock.IsTrusted(out _) ? accounts.All : [])
                await LookAsync(account, stoppingToken);
        }
    }

    private async Task LookAsync(DashScopeAccount account, CancellationToken stoppingToken)
    {
        try
        {
            await strays.LookAsync(account, stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested) // The store or the bus is away: again at the next turn.
        {
            Log.Failed(logger, exception, account.Name);
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The tasks of account {Account} could not be looked at; it is tried again.")]
        public static partial void Failed(ILogger logger, Exception exception, string account);
    }
}
