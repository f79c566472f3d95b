using Wan.Poller.Budgets;

namespace Wan.Poller.Tests.Budgets;

/// <summary>How the queries of an account are given out, in times of our own.</summary>
public sealed class BudgetRulesTests
{
    private const double Limit = 20;
    private static readonly int[] Nothing = [0, 0, 0, 0];

    private readonly Budget budget = new() { Id = "default", CreatedAt = default };
    private long now = 1_000_000;

    [Fact]
    public void Cancels_come_first_then_what_finishes_a_task_then_lists_then_the_rest()
    {
        BudgetRules.Report(budget, "other", underWay: 0, [], now);

        var granted = Take(wanted: [3, 50, 50, 50]);

        granted[(int)QueryClass.Cancel].ShouldBe(3);
        granted[(int)QueryClass.Finish].ShouldBe(16); // The last one of a second is for a cancel that another may still want.
        granted[(int)QueryClass.List].ShouldBe(0);
        granted[(int)QueryClass.Rest].ShouldBe(0);
        Take(wanted: [5, 0, 0, 0])[(int)QueryClass.Cancel].ShouldBe(1);
    }

    [Fact]
    public void A_replica_that_is_alone_keeps_nothing_back_from_what_finishes_a_task() =>
        Take(wanted: [0, 50, 0, 0])[(int)QueryClass.Finish].ShouldBe((int)Limit);

    [Fact]
    public void Lists_come_before_the_rest()
    {
        var granted = Take(wanted: [0, 0, 50, 50]);

        granted[(int)QueryClass.List].ShouldBeGreaterThan(0);
        granted[(int)QueryClass.Rest].ShouldBe(0);
    }

    [Fact]
    public void What_only_looks_is_spread_over_the_second()
    {
        Take(wanted: [0, 0, 0, 50]).Sum().ShouldBeLessThan(6);
        now += 50;
        Take(wanted: [0, 0, 0, 50]).Sum().ShouldBeInRange(1, 2);
    }

    [Fact]
    public void A_query_counts_until_a_second_after_its_answer()
    {
        Take(wanted: [20, 0, 0, 0]).Sum().ShouldBe(20);
        now += 5000; // All are still under way.
        Take(wanted: [1, 0, 0, 0]).Sum().ShouldBe(0);

        Report(underWay: 0, ended: 20);
        now += 1000;
        Take(wanted: [1, 0, 0, 0]).Sum().ShouldBe(0);

        now += 20;
        Take(wanted: [20, 0, 0, 0]).Sum().ShouldBe(20);
    }

    [Fact]
    public void What_a_dead_replica_had_under_way_is_given_back_after_a_while()
    {
        Take(wanted: [20, 0, 0, 0], replica: "dead").Sum().ShouldBe(20);
        now += (long)BudgetRules.ReplicaTimeout.TotalMilliseconds;
        Take(wanted: [1, 0, 0, 0], replica: "alive").Sum().ShouldBe(0);

        now += 1;
        Take(wanted: [20, 0, 0, 0], replica: "alive").Sum().ShouldBe(20);
    }

    [Fact]
    public void A_429_lowers_the_rate_and_it_comes_back_by_itself()
    {
        BudgetRules.Throttled(budget, Limit, now);
        Take(wanted: [1, 0, 0, 0]).Sum().ShouldBe(0); // The vendor's second has to pass.
        BudgetRules.Rate(budget, Limit, now).ShouldBe(14, tolerance: 0.01);

        now += 1000;
        Take(wanted: [50, 0, 0, 0]).Sum().ShouldBe(14);
        now += 60_000;
        BudgetRules.Rate(budget, Limit, now).ShouldBeInRange(15, 20.0);
        now += 600_000;
        BudgetRules.Rate(budget, Limit, now).ShouldBe(Limit);
    }

    [Fact]
    public void Several_429_of_the_same_second_count_once_and_further_ones_lower_it_more()
    {
        BudgetRules.Throttled(budget, Limit, now);
        BudgetRules.Throttled(budget, Limit, now + 10);
        BudgetRules.Rate(budget, Limit, now + 10).ShouldBe(14, tolerance: 0.01);

        for (var times = 0; times < 20; times++)
            BudgetRules.Throttled(budget, Limit, now += 2000);

        BudgetRules.Rate(budget, Limit, now).ShouldBe(2, tolerance: 0.01);
    }

    [Fact]
    public void Failures_in_a_row_make_everybody_wait_longer_each_time_with_jitter()
    {
        var waits = new List<long>();
        for (var failure = 0; failure < 8; failure++)
        {
            BudgetRules.Failed(budget, jitter: 0.5, now);
            waits.Add(Math.Max(0, budget.BlockedUntil - now));
            now = Math.Max(now, budget.BlockedUntil);
        }

        waits.ShouldBe([0, 0, 500, 1000, 2000, 4000, 8000, 16_000]);
        BudgetRules.Failed(budget, jitter: 0, now);
        (budget.BlockedUntil - now).ShouldBe(16_000); // Of 32 seconds half to one and a half.
    }

    [Fact]
    public void One_good_answer_ends_the_row()
    {
        for (var failure = 0; failure < 5; failure++)
            BudgetRules.Failed(budget, jitter: 0.5, now += 100_000);

        BudgetRules.Succeeded(budget);
        BudgetRules.Failed(budget, jitter: 0.5, now += 100_000);

        Take(wanted: [1, 0, 0, 0]).Sum().ShouldBe(1);
    }

    [Fact]
    public void A_401_stops_everything_for_its_pause()
    {
        BudgetRules.Unauthorised(budget, TimeSpan.FromMinutes(1), now);
        now += 59_999;
        Take(wanted: [9, 9, 9, 9]).Sum().ShouldBe(0);

        now += 1;
        Take(wanted: [1, 0, 0, 0]).Sum().ShouldBe(1);
        budget.BlockedBecause.ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void However_long_queries_take_the_vendor_sees_no_more_than_the_limit_in_any_second(int seed)
    {
        var random = new Random(seed);
        var arrivals = new List<long>();
        var underWay = new List<(long Ends, string Replica)>();
        string[] replicas = ["a", "b", "c", "d"];
        for (var step = 0; step < 4000; step++, now += random.Next(1, 20))
        {
            var replica = replicas[random.Next(replicas.Length)];
            SpentQueries[] ended = [.. underWay.Where(query => query.Replica == replica && query.Ends <= now).Select(query => new SpentQueries(query.Ends, 1)).OrderBy(spent => spent.At)];
            underWay.RemoveAll(query => query.Replica == replica && query.Ends <= now);
            BudgetRules.Report(budget, replica, underWay.Count(query => query.Replica == replica), ended, now);
            var granted = BudgetRules.Take(budget, Limit, replica, [random.Next(2), random.Next(8), random.Next(8), random.Next(8)], now).Sum();
            for (var query = 0; query < granted; query++)
            {
                var (there, back) = (random.Next(1, 600), random.Next(1, 600));
                arrivals.Add(now + there);
                underWay.Add((now + there + back, replica));
            }
        }

        arrivals.Sort();
        arrivals.Count.ShouldBeGreaterThan(200);
        for (var first = 0; first + (int)Limit < arrivals.Count; first++)
            (arrivals[first + (int)Limit] - arrivals[first]).ShouldBeGreaterThanOrEqualTo(1000);
    }

    private int[] Take(int[] wanted, string replica = "a")
    {
        BudgetRules.Report(budget, replica, budget.Replicas.GetValueOrDefault(replica)?.UnderWay ?? 0, [], now);
        return BudgetRules.Take(budget, Limit, replica, wanted, now);
    }

    private void Report(int underWay, int ended)
    {
        BudgetRules.Report(budget, "a", underWay, [new SpentQueries(now, ended)], now);
        BudgetRules.Take(budget, Limit, "a", Nothing, now).Sum().ShouldBe(0);
    }
}
