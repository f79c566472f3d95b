using Microsoft.Extensions.DependencyInjection;
using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.Hosting.Clocks;

namespace Wan.Poller.Looks;

/// <summary>Runs the loops of accounts, each with services of its own.</summary>
internal sealed class AccountLoops(IServiceScopeFactory scopes, VendorDates dates, ClockGuard clock)
{
    /// <summary>Runs the loop of an account until it is stopped.</summary>
    public async Task RunAsync(DashScopeAccount account, bool all, CancellationToken stop)
    {
        dates.Told -= clock.HeardFromVendor; // Another loop, or service in this process, may have said so too.
        dates.Told += clock.HeardFromVendor;
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<WatchedAccount>().Account = account;
        await scope.ServiceProvider.GetRequiredService<AccountLoop>().RunAsync(all, stop);
    }
}
