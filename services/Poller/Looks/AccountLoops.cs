using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.Hosting.Clocks;
using Wan.Poller.Budgets;
using Wan.Poller.Timing;
using Wan.Storage;

namespace Wan.Poller.Looks;

/// <summary>Puts together what the loop of one account needs.</summary>
internal sealed class AccountLoops(
    IDocuments<Watch> watches, IDocuments<Budget> budgets, TimeHistories histories, WatchChanges changes, LookSignals signals,
    BudgetBounds bounds, DashScopeClient client, VendorDates dates, ClockGuard clock, IOptions<PollerOptions> pollerOptions, TimeProvider time,
    ILogger<LookActions> logger)
{
    private readonly string replica = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.CreateVersion7():N}";

    /// <summary>Runs the loop of an account until it is stopped.</summary>
    public async Task RunAsync(DashScopeAccount account, bool all, CancellationToken stop)
    {
        var options = pollerOptions.Value;
        var rate = RateOf(account);
        var lowestPrice = LookTiming.Price(account.QueriesPerSecond, left: 1, spare: 1);
        using var budget = new QueryBudget(account.Name, rate, budgets, replica, budget => bounds.Apply(budget, rate), time);
        var lists = new ListConditions(options.ListPageSize);
        var held = new HeldWatches(account.Name, watches, histories, options, lowestPrice, time);
        var actions = new LookActions(held, changes, lists, budget, client, account, histories, options, lowestPrice, time, logger);
        dates.Told -= clock.HeardFromVendor; // Another loop, or service in this process, may have said so too.
        dates.Told += clock.HeardFromVendor;
        var check = new ClockCheck(watches, budget, client, account, clock, options, time, logger);
        await new AccountLoop(held, actions, lists, budget, check, signals, histories, account, options, time).RunAsync(all, stop);
    }

    // What is kept for Submitter's repairs is not ours; but a task that is never asked for never ends.
    private static double RateOf(DashScopeAccount account) =>
        Math.Max(1, account.QueriesPerSecond - account.RepairQueriesPerSecond);
}
