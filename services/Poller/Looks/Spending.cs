using Wan.Poller.Budgets;
using Wan.Poller.Timing;

namespace Wan.Poller.Looks;

/// <summary>What an account's looks may cost at present, and what this replica has under way.</summary>
internal sealed class Spending(QueryBudget budget, WatchedAccount account, LookSignals signals, TimeProvider time)
{
    private static readonly TimeSpan FinishTick = TimeSpan.FromMilliseconds(100);

    private readonly SpareQueries spare = new(account.Account.QueriesPerSecond * LookPrices.SpareShare, LookPrices.SpareSaving);
    private readonly SpareQueries silent = new(account.Account.QueriesPerSecond * LookPrices.SilentShare, LookPrices.SilentSaving);

    private int underWay;
    private int pagesUnderWay;

    /// <summary>For how long it is not worth asking for more; may be negative.</summary>
    public TimeSpan UntilFree => budget.NextFree - time.GetUtcNow();

    /// <summary>What may be spent now; consumers are told the price.</summary>
    /// <param name="pushed">Whether the vendor's events tell of ends.</param>
    /// <param name="now">The time.</param>
    public Allowance Allow(bool pushed, DateTimeOffset now)
    {
        var price = LookTiming.Price(account.Account.QueriesPerSecond, budget.Left, spare.Fill(now)) * (pushed ? LookPrices.Pushed : 1);
        signals.SetPrice(account.Name, price);
        return new Allowance(
            price,
            account.Options.MaxConcurrency - Volatile.Read(ref underWay),
            Math.Max(1, (int)(budget.Left * account.Account.QueriesPerSecond)) - Volatile.Read(ref pagesUnderWay), // A half-read list says little.
            silent.Whole(now));
    }

    /// <summary>Takes from the budget what a plan needs; of an empty plan it only looks how much is left.</summary>
    /// <returns>The looks that may be made, in the plan's order. Each is to be told as <see cref="Ended"/>.</returns>
    public async Task<List<Look>> TakeAsync(IReadOnlyList<Look> plan, CancellationToken stop)
    {
        var taken = new List<Look>();
        if (plan.Count == 0)
        {
            await budget.LookAsync(stop);
            return taken;
        }

        var wanted = new int[Enum.GetValues<QueryClass>().Length];
        foreach (var look in plan)
            wanted[(int)look.Class]++;
        var granted = await budget.TakeAsync(wanted, stop);
        spare.Spend(granted.Sum());
        foreach (var look in plan)
        {
            if (granted[(int)look.Class]-- <= 0)
                continue;
            if (look is Look.Ask { BecauseOfSilence: true })
                silent.Spend(1);
            Interlocked.Increment(ref underWay);
            Interlocked.Add(ref pagesUnderWay, PagesOf(look));
            taken.Add(look);
        }

        return taken;
    }

    /// <summary>A look has ended: there may be room for another.</summary>
    public void Ended(Look look)
    {
        Interlocked.Add(ref pagesUnderWay, -PagesOf(look));
        Interlocked.Decrement(ref underWay);
        account.Signal.Raise();
    }

    /// <summary>Waits for what is under way, and tells the other replicas that it has ended.</summary>
    public async Task FinishAsync()
    {
        while (Volatile.Read(ref underWay) > 0)
            await account.Signal.WaitAsync(FinishTick, CancellationToken.None);
        await budget.ReportAsync(CancellationToken.None);
    }

    private static int PagesOf(Look look) => look is Look.List list ? list.Pages : 0;
}
