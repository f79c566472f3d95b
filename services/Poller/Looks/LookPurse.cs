using Wan.DashScope.Accounts;
using Wan.Poller.Budgets;
using Wan.Poller.Timing;

namespace Wan.Poller.Looks;

/// <summary>
/// What an account's looks cost at present, by what is left of its budget, and which of a plan are made with the queries that were granted. It knows what is
/// under way, and does no I/O: <see cref="Spending"/> does; <c>./wan plan</c> spends by it too.
/// </summary>
internal sealed class LookPurse(DashScopeAccount account, PollerOptions options)
{
    private readonly SpareQueries spare = new(account.QueriesPerSecond * LookPrices.SpareShare, LookPrices.SpareSaving);
    private readonly SpareQueries silent = new(account.QueriesPerSecond * LookPrices.SilentShare, LookPrices.SilentSaving);

    private int underWay;
    private int pagesUnderWay;

    /// <summary>Looks that are under way.</summary>
    public int UnderWay => Volatile.Read(ref underWay);

    /// <summary>What may be spent now.</summary>
    /// <param name="left">Share of the budget that is not spent just now, 0 to 1.</param>
    /// <param name="pushed">Whether the vendor's events tell of ends.</param>
    /// <param name="now">The time.</param>
    public Allowance Allow(double left, bool pushed, DateTimeOffset now) => new(
        LookTiming.Price(account.QueriesPerSecond, left, spare.Fill(now)) * (pushed ? LookPrices.Pushed : 1),
        options.MaxConcurrency - UnderWay,
        Math.Max(1, (int)(left * account.QueriesPerSecond)) - Volatile.Read(ref pagesUnderWay), // A half-read list says little.
        silent.Whole(now));

    /// <summary>How many queries of each class a plan needs, in the order of <see cref="QueryClass"/>.</summary>
    public static int[] Wanted(IReadOnlyList<Look> plan)
    {
        var wanted = new int[Enum.GetValues<QueryClass>().Length];
        foreach (var look in plan)
            wanted[(int)look.Class]++;
        return wanted;
    }

    /// <summary>Spends what was granted.</summary>
    /// <param name="plan">The looks that are worth it, in their order.</param>
    /// <param name="granted">Queries of each class; used up.</param>
    /// <returns>The looks to be made, in the plan's order. Each is to be told as <see cref="Ended"/>.</returns>
    public List<Look> Take(IReadOnlyList<Look> plan, int[] granted)
    {
        var taken = new List<Look>();
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
    }

    private static int PagesOf(Look look) => look is Look.List list ? list.Pages : 0;
}
