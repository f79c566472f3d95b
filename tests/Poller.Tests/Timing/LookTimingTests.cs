using Wan.DashScope.Catalogue;
using Wan.Poller.Timing;

namespace Wan.Poller.Tests.Timing;

/// <summary>When a task is asked next, from what was seen of its kind, its age, its state and what is left of the budget.</summary>
public sealed class LookTimingTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // What a query costs in seconds of waiting: of a budget of 20 a second with nothing spent, and of one that is all but spent.
    private static readonly double AtRest = LookTiming.Price(20, left: 1, spare: 0);
    private static readonly double Dear = 2 * LookTiming.Price(20, left: 0, spare: 0);

    public static TheoryData<string, double[], double, double, double> Histories => new()
    {
        // history of render times; seen running at; the next look is expected between
        { "always two minutes, just started", Always(120), 0, 100, 127 },
        { "always two minutes, seen at 90 s", Always(120), 90, 100, 127 },
        { "always two minutes, late already", Always(120), 150, 151, 300 },
        { "always ten minutes, just started", Always(600), 0, 100, 601 },
        { "one to five minutes, just started", Between(60, 300), 0, 60, 100 },
        { "one to five minutes, seen at 150 s", Between(60, 300), 150, 160, 190 },
        { "mostly a minute, now and then ten, seen at 90 s", [.. Always(60), .. Always(600)[..20]], 90, 100, 640 },
    };

    [Theory]
    [MemberData(nameof(Histories))]
    public void A_running_task_is_asked_when_there_is_a_fair_chance_that_it_is_done(string history, double[] seen, double at, double earliest, double latest) =>
        Next(Of(seen), running: true, at, Dear).ShouldBeInRange(earliest, latest, history);

    [Fact]
    public void A_task_may_fail_in_its_first_seconds_so_with_queries_to_spare_it_is_asked_early_too() =>
        Next(Of(Always(600)), running: true, 0, AtRest).ShouldBeInRange(2, 60);

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(200)]
    [InlineData(1000)]
    [InlineData(10_000)]
    public void The_next_look_is_never_in_the_past_and_never_out_of_sight(double at)
    {
        var next = Next(Of(Between(60, 300)), running: true, at, AtRest);

        next.ShouldBeGreaterThan(at);
        next.ShouldBeLessThan(at * 3 + 60);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(60)]
    [InlineData(200)]
    public void PENDING_is_asked_more_slowly_than_RUNNING(double at)
    {
        var times = new TaskTimes(Curve(Between(5, 600)), Curve(Between(60, 300)));

        Next(times, running: false, at, AtRest).ShouldBeGreaterThan(Next(times, running: true, at, AtRest));
    }

    [Fact]
    public void The_less_of_the_budget_is_left_the_longer_are_the_intervals()
    {
        var times = Of(Between(60, 300));
        double[] shares = [1, 0.5, 0.2, 0.05];

        double[] next = [.. shares.Select(left => Next(times, running: true, 150, LookTiming.Price(20, left, spare: 0)))];

        next.ShouldBe(next.Order());
        next.Distinct().Count().ShouldBe(shares.Length);
    }

    [Fact]
    public void Four_times_the_price_makes_the_interval_twice_as_long_where_the_chance_is_even()
    {
        var times = Of(Between(60, 300));

        var (cheap, dear) = (Next(times, running: true, 150, AtRest) - 150, Next(times, running: true, 150, 4 * AtRest) - 150);

        (dear / cheap).ShouldBe(2, tolerance: 0.2);
    }

    [Fact]
    public void What_is_seen_outweighs_what_was_thought()
    {
        var prior = TimePriors.Render(new ModelCatalogue(), "wan2.7-r2v", PollerHost.Track("t").Expected);
        var before = new TaskTimes(Curve([]), new DurationCurve(prior));
        var after = new TaskTimes(Curve([]), new DurationCurve(prior.With(Seen(Always(30)))));

        Next(after, running: true, 20, AtRest).ShouldBeLessThan(31);
        Next(before, running: true, 20, AtRest).ShouldBeGreaterThan(31);
    }

    [Fact]
    public void Old_observations_fade_when_the_vendor_gets_slower()
    {
        var table = Seen(Always(30));
        for (var batch = 0; batch < 10; batch++)
            See(table, Always(300));

        Next(new TaskTimes(Curve([]), new DurationCurve(table)), running: true, 20, Dear).ShouldBeGreaterThan(100);
    }

    private static double Next(TaskTimes times, bool running, double at, double price) =>
        (LookTiming.NextLook(times, new Sighting(running, Start, Start.AddSeconds(at)), price) - Start).TotalSeconds;

    private static TaskTimes Of(double[] renders) => new(Curve(Between(1, 10)), Curve(renders));

    private static DurationCurve Curve(double[] seconds) => new(Seen(seconds));

    private static LifeTable Seen(double[] seconds) => See(new LifeTable(), seconds);

    private static LifeTable See(LifeTable table, double[] seconds)
    {
        foreach (var one in seconds)
        {
            table.Watched(0, one);
            table.Ended(one);
        }

        return table;
    }

    private static double[] Always(double seconds) => [.. Enumerable.Repeat(seconds, 200)];

    private static double[] Between(double from, double to) => [.. Enumerable.Range(0, 200).Select(index => from + (to - from) * index / 199)];
}
