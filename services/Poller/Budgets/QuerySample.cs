namespace Wan.Poller.Budgets;

/// <summary>The budget of an account at one time, of all replicas together.</summary>
/// <param name="At">When.</param>
/// <param name="Allowed">Queries a second that might be sent then.</param>
/// <param name="Watched">Unfinished tasks.</param>
/// <param name="Taken">Queries ever taken by then.</param>
/// <param name="Throttles">How often the vendor had ever refused one by then.</param>
internal readonly record struct QuerySample(DateTimeOffset At, double Allowed, int Watched, long Taken, long Throttles)
{
    /// <summary>What a budget says.</summary>
    /// <param name="budget">Null where nothing was ever asked of the account.</param>
    /// <param name="limit">Queries a second.</param>
    /// <param name="now">The time.</param>
    public static QuerySample Of(Budget? budget, double limit, DateTimeOffset now)
    {
        if (budget is null)
            return new QuerySample(now, limit, 0, 0, 0);
        var at = now.ToUnixTimeMilliseconds();
        return new QuerySample(now, BudgetRules.Allowed(budget, limit, at), BudgetRules.Watched(budget, at), budget.Taken, budget.Throttles);
    }
}
