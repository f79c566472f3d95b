namespace Wan.Poller.Budgets;

/// <summary>
/// Bounds the times of a <see cref="Budget"/> against one's own clock: whoever wrote them may have had a clock that was ahead, and nobody would be
/// granted a query until theirs has come there. Pure. Times that lie in the past are over.
/// </summary>
internal static class BudgetTimes
{
    private const double Second = 1000;

    /// <summary>Cuts them to the most that the rules allow.</summary>
    /// <param name="budget">Changed.</param>
    /// <param name="limit">Queries a second.</param>
    /// <param name="longestPause">The longest that anything is blocked.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <param name="allowance">How far clocks that are right may differ, in milliseconds: what lies further ahead by less is left.</param>
    /// <returns>The fields that were cut, as they are stored, each with by how many seconds it lay ahead.</returns>
    public static List<(string Field, double Ahead)> Bound(Budget budget, double limit, TimeSpan longestPause, long now, long allowance)
    {
        var cut = new List<(string Field, double Ahead)>();
        if (IsBeyond("blocked_until", budget.BlockedUntil, longestPause.TotalMilliseconds))
            budget.BlockedUntil = now + (long)longestPause.TotalMilliseconds;
        if (IsBeyond("paced_until", budget.PacedUntil, BudgetRules.LongestPace(limit) * Second))
            budget.PacedUntil = now + BudgetRules.LongestPace(limit) * Second;
        if (IsBeyond("lowered_at", budget.LoweredAt, 0))
            budget.LoweredAt = now;
        foreach (var (replica, share) in budget.Replicas)
        {
            if (IsBeyond($"replicas.{replica}.at", share.At, 0))
                budget.Replicas[replica] = share with { At = now };
        }

        for (var index = 0; index < budget.Spent.Count; index++)
        {
            if (IsBeyond("spent.at", budget.Spent[index].At, 0))
                budget.Spent[index] = budget.Spent[index] with { At = now };
        }

        if (cut.Count > 0)
            budget.Spent.Sort((one, other) => one.At.CompareTo(other.At));
        return cut;

        bool IsBeyond(string field, double at, double most)
        {
            if (at <= now + most + allowance)
                return false;
            cut.Add((field, (at - now) / Second));
            return true;
        }
    }
}
