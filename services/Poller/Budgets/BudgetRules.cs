using Wan.Hosting;

namespace Wan.Poller.Budgets;

/// <summary>
/// How a budget is spent. A query counts from before it is sent until a second after its answer came, because the vendor counts it
/// somewhere between; so no delay on the way can make the vendor see more than the limit in any second.
/// </summary>
internal static class BudgetRules
{
    private const long Second = 1000;

    // Clocks tick in milliseconds, and those of several hosts differ by a few.
    private const long MarginAlone = 3;
    private const long MarginWithOthers = 15;

    /// <summary>What a replica that says nothing has under way is over by then: longer than any query's time-out.</summary>
    public static readonly TimeSpan ReplicaTimeout = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstFailing = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestFailing = TimeSpan.FromSeconds(60);

    /// <summary>The longest that queries which fail may stop everybody.</summary>
    public static readonly TimeSpan LongestBlock = LongestFailing * 1.5;

    private const double LowestShare = 0.1;

    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(20);

    /// <summary>Reports what a replica has under way, what of it has ended and how many tasks it watches, and forgets what is long over.</summary>
    public static void Report(Budget budget, string replica, int underWay, IEnumerable<SpentQueries> ended, long now, int held = 0)
    {
        budget.Spent.AddRange(ended);
        foreach (var (name, share) in budget.Replicas)
        {
            if (share.At + (long)ReplicaTimeout.TotalMilliseconds < now)
                budget.Replicas.Remove(name);
        }

        budget.Replicas[replica] = new ReplicaShare(underWay, now, held);
        budget.Spent.RemoveAll(spent => spent.At + CountsFor(budget) <= now);
        if (budget.BlockedUntil <= now)
            (budget.BlockedUntil, budget.BlockedBecause) = (0, null);
    }

    /// <summary>Whether what a replica said of the tasks that it watches is no longer so, or so old that the others soon take it for gone.</summary>
    public static bool IsNews(Budget budget, string replica, int held, long now)
    {
        var said = budget.Replicas.GetValueOrDefault(replica);
        return held != (said?.Held ?? 0) || (held > 0 && said!.At + (long)ReplicaTimeout.TotalMilliseconds / 2 < now);
    }

    /// <summary>Tasks that all replicas together watch. One that is gone and did not say so counts for two minutes more.</summary>
    public static int Watched(Budget budget, long now) =>
        budget.Replicas.Values.Where(share => share.At + (long)ReplicaTimeout.TotalMilliseconds >= now).Sum(share => share.Held);

    /// <summary>The queries a second that may be sent now: 0 while nothing may.</summary>
    public static double Allowed(Budget budget, double limit, long now) => budget.BlockedUntil > now ? 0 : Rate(budget, limit, now);

    /// <summary>The queries a second that are allowed once nothing is in the way.</summary>
    public static double Rate(Budget budget, double limit, long now)
    {
        var recovered = (now - budget.LoweredAt) / Recovery.TotalMilliseconds;
        return limit * Math.Min(1, budget.Lowered + Math.Max(0, recovered - 1) * 0.25);
    }

    /// <summary>The share of the budget that nobody has used within the last second, 0 to 1.</summary>
    public static double Left(Budget budget, double limit, long now)
    {
        var capacity = Capacity(Rate(budget, limit, now));
        return Math.Clamp((double)(capacity - Used(budget)) / capacity, 0, 1);
    }

    /// <summary>Takes queries out of the budget for a replica.</summary>
    /// <param name="budget">Reported and up to date.</param>
    /// <param name="limit">Queries a second.</param>
    /// <param name="replica">Who takes them.</param>
    /// <param name="wanted">How many of each class, in the order of <see cref="QueryClass"/>.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <returns>How many of each class are granted.</returns>
    public static int[] Take(Budget budget, double limit, string replica, IReadOnlyList<int> wanted, long now)
    {
        var granted = new int[wanted.Count];
        if (budget.BlockedUntil > now)
            return granted;

        var rate = Rate(budget, limit, now);
        var capacity = Capacity(rate);
        var free = capacity - Used(budget);
        for (var index = 0; index < granted.Length; index++)
        {
            var kind = (QueryClass)index;
            var most = free - KeptFor(kind, capacity, IsAlone(budget));
            if (kind >= QueryClass.List)
                most = Math.Min(most, Paced(budget, rate, capacity, now));
            granted[index] = Math.Clamp(wanted[index], 0, Math.Max(0, most));
            free -= granted[index];
            if (kind >= QueryClass.List)
                budget.PacedUntil = Math.Max(budget.PacedUntil, now) + granted[index] * Second / rate;
        }

        var share = budget.Replicas[replica];
        budget.Replicas[replica] = share with { UnderWay = share.UnderWay + granted.Sum() };
        budget.Taken += granted.Sum();
        return granted;
    }

    /// <summary>When it is worth asking for more, Unix milliseconds.</summary>
    public static long NextFree(Budget budget, double limit, long now)
    {
        if (budget.BlockedUntil > now)
            return budget.BlockedUntil;
        var spent = budget.Spent.Count > 0 ? budget.Spent[0].At + CountsFor(budget) : now + Second / 10;
        var paced = budget.PacedUntil > now ? (long)(now + Second / Rate(budget, limit, now)) : spent;
        return Math.Clamp(Math.Min(spent, paced), now + 1, now + Second / 10);
    }

    /// <summary>The vendor refused a query as one too many: slower for a while.</summary>
    public static void Throttled(Budget budget, double limit, long now)
    {
        budget.Throttles++;
        if (now - budget.LoweredAt < Second)
            return; // The others that were under way say nothing new.
        budget.Lowered = Math.Max(LowestShare, Rate(budget, limit, now) / limit * 0.7);
        budget.LoweredAt = now;
        Block(budget, now + Second, "throttled");
    }

    /// <summary>A query failed on the way or at the vendor: after a few in a row everybody waits, twice as long each time.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="jitter">0 to 1, at random.</param>
    /// <param name="now">Unix milliseconds.</param>
    public static void Failed(Budget budget, double jitter, long now)
    {
        if (++budget.Failures < 3 || budget.BlockedUntil > now)
            return;
        var wait = Backoff.Wait(budget.Failures - 3, FirstFailing, LongestFailing);
        Block(budget, now + (long)(wait.TotalMilliseconds * (0.5 + jitter)), "failing");
    }

    /// <summary>The vendor does not accept the key: nothing works until somebody has mended that.</summary>
    public static void Unauthorised(Budget budget, TimeSpan pause, long now) => Block(budget, now + (long)pause.TotalMilliseconds, "unauthorised");

    /// <summary>A query went well.</summary>
    public static void Succeeded(Budget budget) => budget.Failures = 0;

    /// <summary>How far ahead <see cref="Budget.PacedUntil"/> can lie, in seconds: what may come at once, at the lowest rate there is.</summary>
    public static double LongestPace(double limit) => AtOnce(limit) / (LowestShare * limit);

    private static double AtOnce(double capacity) => Math.Max(1, capacity / 5);

    private static void Block(Budget budget, long until, string because)
    {
        if (until > budget.BlockedUntil)
            (budget.BlockedUntil, budget.BlockedBecause) = (until, because);
    }

    private static bool IsAlone(Budget budget) => budget.Replicas.Count == 1;

    private static long CountsFor(Budget budget) => Second + (IsAlone(budget) ? MarginAlone : MarginWithOthers);

    private static int Capacity(double rate) => Math.Max(1, (int)rate);

    private static int Used(Budget budget) => budget.Spent.Sum(spent => spent.Count) + budget.Replicas.Values.Sum(share => share.UnderWay);

    // The last few of a second are for the more urgent ones, whichever replica has those; its own it asks first anyway.
    private static int KeptFor(QueryClass kind, int capacity, bool alone) => kind switch
    {
        QueryClass.Cancel => 0,
        QueryClass.Finish or QueryClass.List when alone => 0,
        QueryClass.Finish => capacity / 20,
        QueryClass.List => capacity / 16,
        _ => capacity / 5,
    };

    // Evenly over the second, since a burst tells little more than its first query; a fifth of it may come at once.
    private static int Paced(Budget budget, double rate, int capacity, long now)
    {
        var behind = Math.Max(0, budget.PacedUntil - now) * rate / Second;
        return (int)(AtOnce(capacity) - behind);
    }
}
