using Wan.Poller.Budgets;

namespace Wan.Poller.Looks;

/// <summary>
/// Which queries are worth their price now, the most urgent first. A list tells of many tasks at once but not where a result is, so it
/// costs itself and one more query for each task that has ended; asking for a task costs one. Whether many are listed or each is asked for follows from
/// the waiting that each way saves per query.
/// </summary>
internal static class LookPlan
{
    /// <summary>Makes the plan.</summary>
    /// <param name="held">The tasks in hand, in the order in which they were submitted.</param>
    /// <param name="lists">What lists are good for.</param>
    /// <param name="price">What a query costs, in seconds of waiting.</param>
    /// <param name="most">Queries wanted at most.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="now">The time.</param>
    public static List<Look> Make(
        IReadOnlyList<HeldWatch> held, ListConditions lists, double price, int most, PollerOptions options, DateTimeOffset now)
    {
        var plan = new List<Look>();
        var open = new List<HeldWatch>(held.Count);
        foreach (var watch in held)
        {
            if (watch.Busy || watch.NotBefore > now)
                continue;
            if (watch.Watch.Cancel == CancelStep.Wanted)
                plan.Add(new Look.Cancel(watch));
            else if (MustAsk(watch, options, now))
                plan.Add(new Look.Ask(watch, QueryClass.Finish));
            else if (watch.Watch.End is null)
                open.Add(watch);
        }

        if (plan.Count < most && open.Count > 0)
            AddWorthwhile(plan, open, lists, price, most, now);
        plan.Sort((one, other) => one.Class.CompareTo(other.Class));
        return plan.Count > most ? plan.GetRange(0, most) : plan;
    }

    private static bool MustAsk(HeldWatch held, PollerOptions options, DateTimeOffset now)
    {
        if (held.Gone || held.Watch.Hinted || held.Watch.RefreshWanted || held.Watch.Cancel == CancelStep.Refused)
            return true;
        var vouched = held.ListedAt is { } listed && now - listed < options.LongestSilence;
        var waits = !held.Seen.Running && held.Watch.SeenAt is not null;
        return now - held.AskedAt > (vouched || waits ? options.LongestTrustInLists : options.LongestSilence);
    }

    private static void AddWorthwhile(
        List<Look> plan, List<HeldWatch> open, ListConditions lists, double price, int most, DateTimeOffset now)
    {
        var asks = new double[open.Count];
        var inList = new double[open.Count];
        var chances = new double[open.Count];
        for (var index = 0; index < open.Count; index++)
        {
            asks[index] = open[index].AskGain(now);
            inList[index] = lists.NotBefore > now ? 0 : open[index].ListGain(now, lists.Lag);
            chances[index] = open[index].Chance(now);
        }

        var byGain = new PriorityQueue<int, double>();
        for (var index = 0; index < open.Count; index++)
            if (asks[index] >= price)
                byGain.Enqueue(index, -asks[index]);
        var (begin, end, listGain) = BestWindow(inList, chances, lists.Members);
        while (plan.Count < most)
        {
            while (byGain.Count > 0 && asks[byGain.Peek()] == 0)
                byGain.Dequeue();
            var askGain = byGain.Count > 0 ? asks[byGain.Peek()] : 0;
            if (Math.Max(askGain, listGain) < price)
                return;
            if (askGain >= listGain)
            {
                var index = byGain.Dequeue();
                plan.Add(new Look.Ask(open[index], chances[index] >= 0.5 ? QueryClass.Finish : QueryClass.Rest));
                asks[index] = inList[index] = chances[index] = 0;
                if (index < begin || index >= end)
                    continue;
            }
            else
            {
                plan.Add(new Look.List(open.GetRange(begin, end - begin)));
                Array.Clear(asks, begin, end - begin);
                Array.Clear(inList, begin, end - begin);
                Array.Clear(chances, begin, end - begin);
            }

            (begin, end, listGain) = BestWindow(inList, chances, lists.Members);
        }
    }

    // The neighbours in submit order that fit on a page and save the most for what they cost.
    private static (int Begin, int End, double Gain) BestWindow(double[] gains, double[] chances, int size)
    {
        var best = (Begin: 0, End: 0, Gain: 0.0);
        var (gain, cost) = (0.0, 1.0);
        for (var index = 0; index < gains.Length; index++)
        {
            gain += gains[index];
            cost += chances[index];
            if (index >= size)
            {
                gain -= gains[index - size];
                cost -= chances[index - size];
            }

            if (gain / cost > best.Gain)
                best = (Math.Max(0, index - size + 1), index + 1, gain / cost);
        }

        return best;
    }
}
