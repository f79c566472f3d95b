using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Wan.DashScope.Accounts;
using Wan.Poller.Looks;

namespace Wan.Poller;

/// <summary>Runs one loop for each account.</summary>
internal sealed class WatchSweep(DashScopeAccounts accounts, AccountLoops loops, IConfiguration configuration) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var all = configuration.GetValue<bool>("Sweep:AllAtStart");
        return Task.WhenAll(accounts.All.Select(account => loops.RunAsync(account, all, stoppingToken)));
    }
}
