using Wan.Poller.Budgets;

namespace Wan.Poller.Looks;

/// <summary>What an account's looks may cost at present, and what this replica has under way.</summary>
internal sealed class Spending(QueryBudget budget, WatchedAccount account, LookSignals signals, TimeProvider time)
{
    private static readonly TimeSpan FinishTick = TimeSpan.FromMilliseconds(100);

    private readonly LookPurse purse = new(account.Account, account.Options);

    /// <summary>For how long it is not worth asking for more; may be negative.</summary>
    public TimeSpan UntilFree => budget.NextFree - time.GetUtcNow();

    /// <summary>What may be spent now; consumers are told the price.</summary>
    /// <param name="pushed">Whether the vendor's events tell of ends.</param>
    /// <param name="now">The time.</param>
    public Allowance Allow(bool pushed, DateTimeOffset now)
    {
        var allowance = purse.Allow(budget.Left, pushed, now);
        signals.SetPrice(account.Name, allowance.Price);
        return allowance;
    }

    /// <summary>Takes from the budget what a plan needs; of an empty plan it only looks how much is left.</summary>
    /// <returns>The looks that may be made, in the plan's order. Each is to be told as <see cref="Ended"/>.</returns>
    public async Task<List<Look>> TakeAsync(IReadOnlyList<Look> plan, CancellationToken stop)
    {
        if (plan.Count > 0)
            return purse.Take(plan, await budget.TakeAsync(LookPurse.Wanted(plan), stop));
        await budget.LookAsync(stop);
        return [];
    }

    /// <summary>A look has ended: there may be room for another.</summary>
    public void Ended(Look look)
    {
        purse.Ended(look);
        account.Signal.Raise();
    }

    /// <summary>Waits for what is under way, and tells the other replicas that it has ended.</summary>
    public async Task FinishAsync()
    {
        while (purse.UnderWay > 0)
            await account.Signal.WaitAsync(FinishTick, CancellationToken.None);
        budget.Held = 0; // Others claim them from now on.
        await budget.ReportAsync(CancellationToken.None);
    }
}
