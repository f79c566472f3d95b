using Wan.DashScope.Client;
using Wan.Poller.Budgets;
using Wan.Poller.Timing;

namespace Wan.Poller.Looks;

/// <summary>
/// Which queries are worth their price now, the most urgent first. One query for each task is spent in any case: the one that finds its
/// result. So asking for a task costs as much of a query as it is likely to find none, and a list, which tells of many but not where a result is,
/// costs its pages. Whether many are listed or each is asked for follows from the waiting that each way saves per query.
/// </summary>
internal static class LookRules
{
    /// <summary>Plans what to ask now.</summary>
    /// <param name="held">The tasks in hand, in the order in which they were submitted.</param>
    /// <param name="lists">What lists are good for.</param>
    /// <param name="allowance">What may be spent.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="now">The time.</param>
    public static List<Look> Plan(
        IReadOnlyList<HeldWatch> held, ListConditions lists, Allowance allowance, PollerOptions options, DateTimeOffset now)
    {
        var plan = new List<Look>();
        var open = new List<HeldWatch>(held.Count);
        var overdue = new PriorityQueue<HeldWatch, DateTimeOffset>();
        foreach (var watch in held)
        {
            if (watch.Busy || watch.NotBefore > now)
                continue;
            if (watch.Watch.Cancel == CancelStep.Wanted)
                plan.Add(new Look.Cancel(watch));
            else if (IsCalledFor(watch))
                plan.Add(new Look.Ask(watch, QueryClass.Finish));
            else if (watch.Watch.End is not null)
                continue;
            else if (now - watch.AskedAt > options.LongestTrustInLists || IsSilent(watch, options, now))
                overdue.Enqueue(watch, watch.AskedAt);
            else
                open.Add(watch);
        }

        for (var silent = allowance.Silent; silent > 0 && overdue.Count > 0; silent--)
            plan.Add(new Look.Ask(overdue.Dequeue(), QueryClass.Finish, BecauseOfSilence: true));
        open.AddRange(overdue.UnorderedItems.Select(item => item.Element));
        if (overdue.Count > 0)
            open.Sort((one, other) => one.CreatedFrom.CompareTo(other.CreatedFrom));
        if (plan.Count < allowance.Queries && open.Count > 0)
            AddWorthwhile(plan, open, lists, allowance, options, now);
        return [.. plan.OrderBy(look => look.Class).Take(allowance.Queries)];
    }

    private static bool IsCalledFor(HeldWatch held) =>
        held.Gone || held.Watch.Hinted || held.Watch.RefreshWanted || held.Watch.Cancel == CancelStep.Refused;

    // Neither was it asked for, nor has a list shown it.
    private static bool IsSilent(HeldWatch held, PollerOptions options, DateTimeOffset now)
    {
        var vouched = held.ListedAt is { } listed && now - listed < options.LongestSilence;
        var waits = !held.Seen.Running && held.Watch.SeenAt is not null;
        return !vouched && !waits && now - held.AskedAt > options.LongestSilence;
    }

    private static void AddWorthwhile(
        List<Look> plan, List<HeldWatch> open, ListConditions lists, Allowance allowance, PollerOptions options, DateTimeOffset now)
    {
        var (price, pages) = (allowance.Price, allowance.Pages);
        var (asks, chances, taken) = (new double[open.Count], new double[open.Count], new bool[open.Count]);
        var window = new ListWindow(open, lists.LastSecondCounts);
        var running = new ListWay(DashScopeTaskStatus.Running, window, lists.Members(now));
        var succeeded = new ListWay(DashScopeTaskStatus.Succeeded, window, lists.SucceededOnPage);
        for (var index = 0; index < open.Count; index++)
        {
            chances[index] = open[index].Chance(now);
            asks[index] = open[index].AskGain(now) / Math.Max(1 - chances[index], LookPrices.LeastOfQuery);
            var (listed, silent) = (lists.NotBefore <= now, IsSilent(open[index], options, now));
            var runningGain = listed ? open[index].ListGain(now, lists.Lag) : 0;
            if (silent)
            {
                // Of many silent ones a list tells more than a query for one of them, unless a list has just left it out.
                asks[index] = Math.Max(asks[index], price);
                if (listed && open[index].Listable && open[index].NotRunningAt <= open[index].AskedAt)
                    runningGain = Math.Max(runningGain, price);
            }

            running.Set(index, runningGain, shown: 1);
            succeeded.Set(index, listed ? open[index].SucceededGain(now, lists.Lag) : 0, open[index].EndedBeside(now));
        }

        var byGain = new PriorityQueue<int, double>();
        for (var index = 0; index < open.Count; index++)
        {
            if (asks[index] >= price)
                byGain.Enqueue(index, -asks[index]);
        }

        var best = ListWay.Better(running, succeeded);
        while (plan.Count < allowance.Queries)
        {
            while (byGain.Count > 0 && asks[byGain.Peek()] == 0)
                byGain.Dequeue();
            var askGain = byGain.Count > 0 ? asks[byGain.Peek()] : 0;
            if (Math.Max(askGain, best.Gain) < price)
                return;
            if (askGain >= best.Gain)
            {
                var index = byGain.Dequeue();
                plan.Add(new Look.Ask(open[index], chances[index] >= 0.5 ? QueryClass.Finish : QueryClass.Rest));
                Take(index);
                if (!best.Covers(index))
                    continue;
            }
            else
            {
                if (pages <= 0)
                    return; // Worth it, but what is under way comes first.
                var (list, members) = best.Make(taken);
                plan.Add(list);
                pages -= list.Pages;
                members.ForEach(Take);
            }

            best = ListWay.Better(running, succeeded);
        }

        void Take(int index)
        {
            (asks[index], chances[index], taken[index]) = (0, 0, true);
            running.Take(index);
            succeeded.Take(index);
        }
    }
}
