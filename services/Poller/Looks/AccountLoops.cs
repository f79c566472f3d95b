using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.Hosting.Clocks;
using Wan.Poller.Budgets;
using Wan.Storage;

namespace Wan.Poller.Looks;

/// <summary>
/// Runs the loops of accounts, each with services of its own. They outlive a fault: what is in hand stays there, since its leases run on, and what is under
/// way counts, since the vendor counts it.
/// </summary>
internal sealed partial class AccountLoops(
    IServiceScopeFactory scopes, PollerMetrics metrics, VendorDates dates, ClockGuard clock, TimeProvider time, ILogger<AccountLoops> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Runs the loop of an account until it is stopped; what is under way then is brought to its end.</summary>
    /// <param name="account">The account.</param>
    /// <param name="all">Whether everything unfinished is taken at the start.</param>
    /// <param name="stop">Ends it.</param>
    public async Task RunAsync(DashScopeAccount account, bool all, CancellationToken stop)
    {
        dates.Told -= clock.HeardFromVendor; // Another loop, or service in this process, may have said so too.
        dates.Told += clock.HeardFromVendor;
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<WatchedAccount>().Account = account;
        var loop = scope.ServiceProvider.GetRequiredService<AccountLoop>();
        metrics.Begun(account.Name, scope.ServiceProvider.GetRequiredService<HeldWatches>(), scope.ServiceProvider.GetRequiredService<QueryBudget>());
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await loop.RunAsync(all, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception) // The store is away, say: go on when it is back.
            {
                Log.Failed(logger, exception, account.Name);
                await Task.Delay(Pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        metrics.Ended(account.Name);
        try
        {
            await loop.FinishAsync();
        }
        catch (StorageException exception)
        {
            Log.NotFinished(logger, exception, account.Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Watching the tasks of account {Account} failed; it begins again")]
        public static partial void Failed(ILogger logger, Exception exception, string account);

        [LoggerMessage(2, LogLevel.Warning, "Not all that was in hand of account {Account} could be given back; others take it over once its lease ends")]
        public static partial void NotFinished(ILogger logger, Exception exception, string account);
    }
}
