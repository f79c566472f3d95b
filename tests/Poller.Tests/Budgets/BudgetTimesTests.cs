using Wan.Poller.Budgets;

namespace Wan.Poller.Tests.Budgets;

/// <summary>How far ahead the times of a budget can lie, and what becomes of those that lie further.</summary>
public sealed class BudgetTimesTests
{
    private const double Limit = 20;
    private const long Now = 1_000_000_000;
    private const long Off = 2 * 3600 * 1000;
    private const long Allowance = 5000;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1.5);

    private readonly Budget budget = new() { Id = "default", CreatedAt = default };

    [Fact]
    public void A_budget_from_a_clock_that_was_ahead_grants_queries_again_within_minutes()
    {
        budget.Replicas["ahead"] = new ReplicaShare(20, Now + Off);
        budget.Spent.Add(new SpentQueries(Now + Off, 20));
        (budget.PacedUntil, budget.BlockedUntil, budget.LoweredAt, budget.Lowered) = (Now + Off, Now + Off, Now + Off, 0.1);

        var cut = BudgetTimes.Bound(budget, Limit, LongestPause, Now, Allowance);

        cut.Select(field => field.Field).ShouldBe(
            ["blocked_until", "paced_until", "lowered_at", "replicas.ahead.at", "spent.at"], ignoreOrder: true);
        cut.ShouldAllBe(field => field.Ahead == 7200);
        var later = Now + (long)TimeSpan.FromMinutes(3).TotalMilliseconds;
        BudgetRules.Report(budget, "right", 0, [], later);
        BudgetRules.Take(budget, Limit, "right", [0, 50, 0, 0], later).Sum().ShouldBe((int)Limit);
        BudgetTimes.Bound(budget, Limit, LongestPause, later, Allowance).ShouldBeEmpty();
    }

    [Fact]
    public void What_the_rules_can_put_there_is_left_even_by_clocks_that_differ_a_little()
    {
        const long Ahead = Now + Allowance;
        foreach (var limit in new[] { 1.0, 5, 20, 200 })
        {
            var used = new Budget { Id = "default", CreatedAt = default };
            BudgetRules.Report(used, "other", 3, [new SpentQueries(Ahead, 2)], Ahead);
            for (var refusal = 0; refusal < 20; refusal++)
                BudgetRules.Throttled(used, limit, Ahead - 40_000 + (refusal * 2000));
            used.BlockedUntil = 0;
            BudgetRules.Take(used, limit, "other", [0, 0, 500, 500], Ahead);
            for (var failure = 0; failure < 20; failure++)
                BudgetRules.Failed(used, jitter: 1, Ahead);

            BudgetTimes.Bound(used, limit, LongestPause, Now, Allowance).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Times_hours_in_the_past_are_over()
    {
        budget.Replicas["behind"] = new ReplicaShare(20, Now - Off);
        budget.Spent.Add(new SpentQueries(Now - Off, 20));
        (budget.PacedUntil, budget.BlockedUntil, budget.LoweredAt, budget.Lowered) = (Now - Off, Now - Off, Now - Off, 0.1);

        BudgetTimes.Bound(budget, Limit, LongestPause, Now, Allowance).ShouldBeEmpty();
        BudgetRules.Report(budget, "right", 0, [], Now);
        BudgetRules.Take(budget, Limit, "right", [0, 50, 0, 0], Now).Sum().ShouldBe((int)Limit);
    }
}
