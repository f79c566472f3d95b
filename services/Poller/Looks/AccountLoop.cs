using Wan.DashScope.Accounts;
using Wan.Hosting;
using Wan.Poller.Budgets;
using Wan.Poller.Timing;

namespace Wan.Poller.Looks;

/// <summary>Watches the tasks of one account: claim what is due, plan what is worth a query, take queries from the budget, make them.</summary>
internal sealed class AccountLoop(
    HeldWatches held, LookActions actions, ListConditions lists, QueryBudget budget, ClockCheck clock, LookSignals signals, TimeHistories histories,
    DashScopeAccount account, PollerOptions options, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ClaimInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan IdleTick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(5);

    private readonly Signal signal = signals.Of(account.Name);

    private readonly SpareQueries spare = new(account.QueriesPerSecond * LookPrices.SpareShare, LookPrices.SpareSaving);
    private readonly SpareQueries silent = new(account.QueriesPerSecond * LookPrices.SilentShare, LookPrices.SilentSaving);

    private long? claimedAt;
    private TimeSpan planning;
    private int underWay;
    private int pagesUnderWay;

    /// <summary>Runs until it is stopped; what is under way then is brought to its end.</summary>
    /// <param name="all">Whether everything unfinished is taken at the start.</param>
    /// <param name="stop">Ends it.</param>
    public async Task RunAsync(bool all, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                if (!await clock.IsTrustedAsync(stop))
                {
                    held.ForgetAll();
                    await WaitAsync(ClockCheck.Interval, stop);
                    continue;
                }

                var begun = time.GetTimestamp();
                if (claimedAt is not { } last || time.GetElapsedTime(last) >= ClaimInterval)
                {
                    claimedAt = begun;
                    await held.ClaimAsync(budget.HasOthers, all, stop);
                    all = false;
                }

                held.TellRan();
                var next = await LookAsync(begun, stop);
                await histories.SaveAsync(stop);
                await WaitAsync(next, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await FinishAsync();
        }
    }

    // Makes the queries that are worth it and allowed; returns for how long there is nothing more to do.
    private async Task<TimeSpan> LookAsync(long begun, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var price = LookTiming.Price(account.QueriesPerSecond, budget.Left, spare.Fill(now)) * (actions.IsPushed(now) ? LookPrices.Pushed : 1);
        signals.SetPrice(account.Name, price);
        var most = options.MaxConcurrency - Volatile.Read(ref underWay);
        var pages = Math.Max(1, (int)(budget.Left * account.QueriesPerSecond)) - Volatile.Read(ref pagesUnderWay); // A half-read list says little.
        var plan = LookRules.Plan(held.All, lists, price, most, pages, silent.Whole(now), options, now);
        if (plan.Count == 0)
        {
            await budget.LookAsync(stop);
            return held.All.Count == 0 ? IdleTick : Tick;
        }

        var wanted = new int[Enum.GetValues<QueryClass>().Length];
        foreach (var look in plan)
            wanted[(int)look.Class]++;
        planning += 0.1 * (time.GetElapsedTime(begun) - planning);
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
            _ = RunAsync(look);
        }

        // What is planned while the next query comes free can be sent once it is.
        var free = budget.NextFree - time.GetUtcNow() - planning;
        return free < Tick ? free : Tick;
    }

    private async Task RunAsync(Look look)
    {
        try
        {
            await actions.RunAsync(look);
        }
        finally
        {
            Interlocked.Add(ref pagesUnderWay, -PagesOf(look));
            Interlocked.Decrement(ref underWay);
            signal.Raise();
        }
    }

    private static int PagesOf(Look look) => look is Look.List list ? list.Pages : 0;

    private async Task WaitAsync(TimeSpan atMost, CancellationToken stop)
    {
        if (atMost <= TimeSpan.Zero)
            return;
        await using var timer = time.CreateTimer(_ => signal.Raise(), null, atMost, Timeout.InfiniteTimeSpan);
        await signal.WaitAsync(Timeout.InfiniteTimeSpan, stop);
    }

    private async Task FinishAsync()
    {
        while (Volatile.Read(ref underWay) > 0)
            await signal.WaitAsync(Tick, CancellationToken.None);
        await histories.SaveAsync(CancellationToken.None, now: true);
        await budget.ReportAsync(CancellationToken.None);
        using var timer = new CancellationTokenSource(ReleaseTimeout);
        try
        {
            await held.ReleaseAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            // The leases end by themselves.
        }
    }
}
