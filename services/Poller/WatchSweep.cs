using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wan.DashScope.Accounts;
using Wan.Poller.Looks;

namespace Wan.Poller;

/// <summary>Runs one loop for each account.</summary>
internal sealed partial class WatchSweep(
    DashScopeAccounts accounts, AccountLoops loops, IConfiguration configuration, TimeProvider time, ILogger<WatchSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(accounts.All.Select(account => RunAsync(account, stoppingToken)));

    private async Task RunAsync(DashScopeAccount account, CancellationToken stop)
    {
        var all = configuration.GetValue<bool>("Sweep:AllAtStart");
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await loops.RunAsync(account, all, stop);
                return;
            }
            catch (Exception exception) when (!stop.IsCancellationRequested) // The store is away, say: go on when it is back.
            {
                Log.LoopFailed(logger, exception, account.Name);
                await Task.Delay(Pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Watching the tasks of account {Account} failed; it begins again")]
        public static partial void LoopFailed(ILogger logger, Exception exception, string account);
    }
}
