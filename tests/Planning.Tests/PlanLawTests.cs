using Wan.Planning.Simulation;

namespace Wan.Planning.Tests;

/// <summary>What holds for every plan, whatever the seed.</summary>
public sealed class PlanLawTests
{
    private static readonly RenderTimes Short = new(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(80));

    private const int Generations = 400;

    public static TheoryData<int, string, int, int, double> Days { get; } = new()
    {
        { 1, "Flat", 3, 5, 20 },
        { 2, "Day", 3, 5, 20 },
        { 3, "Once", 3, 5, 20 },
        { 4, "Once", 1, 1, 20 },
        { 5, "Once", 2, 100, 20 }, // So many that they are listed.
        { 6, "Once", 2, 100, 3 },  // And with hardly a query.
    };

    [Theory, MemberData(nameof(Days))]
    public void All_end_and_no_limit_of_the_vendor_is_passed(int seed, string shape, int accounts, int running, double queries)
    {
        var outcome = Plans.Run(new PlanInput
        {
            Accounts = accounts, Running = running, QueriesPerSecond = queries, PerDay = Generations, Rendering = Short, Shape = Enum.Parse<LoadShape>(shape), Seed = seed, High = 0.2, Low = 0.2,
        });

        outcome.Ended.ShouldBe(Generations);
        outcome.Waiting.Values.Sum(waiting => waiting.Count).ShouldBe(Generations);
        outcome.Order.Order().ShouldBe(Enumerable.Range(0, Generations));
        outcome.MostRunning.ShouldBeInRange(1, running);
        outcome.MostSubmits.ShouldBeInRange(1, 5);
        outcome.MostQueries.ShouldBeInRange(1, (int)queries);
        outcome.SlotsUsed.ShouldBeInRange(0, outcome.Slots);
        outcome.Makespan.ShouldBeGreaterThan(outcome.Bound);
        outcome.Detection.P50.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("flat")]
    [InlineData("once")]
    public void The_same_seed_is_the_same_day_and_another_is_another(string shape)
    {
        var options = $"--accounts 5 --per-day 300 --rendering 1m --high 0.3 --tenants 3 --json --shape {shape}";

        var first = Plans.Command($"{options} --seed 7");

        first.Code.ShouldBe(0);
        Plans.Command($"{options} --seed 7").Output.ShouldBe(first.Output);
        Plans.Command($"{options} --seed 8").Output.ShouldNotBe(first.Output);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void With_more_accounts_nothing_takes_longer(int seed)
    {
        var outcomes = new[] { 1, 2, 4, 8 }
            .Select(accounts => Plans.Run(new PlanInput { Accounts = accounts, PerDay = 200, Rendering = Short, Shape = LoadShape.Once, Seed = seed, Watched = 8 })).ToList();

        foreach (var (fewer, more) in outcomes.Zip(outcomes.Skip(1)))
        {
            more.Makespan.ShouldBeLessThanOrEqualTo(fewer.Makespan);
            more.Waiting["normal"].P95.ShouldBeLessThanOrEqualTo(fewer.Waiting["normal"].P95);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nobody_of_a_lower_priority_is_begun_before_those_of_a_higher_one_but_who_is_begun_with_them(int seed)
    {
        // Shorter than what lets those who have waited too long go first.
        var input = new PlanInput { Accounts = 2, PerDay = 60, Rendering = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20)), Shape = LoadShape.Once, Seed = seed, High = 0.3, Low = 0.3 };
        var load = Load.Of(input);

        var outcome = PlanRun.Of(input, load, new PlanDelays { Accept = TimeSpan.Zero });

        // The first ones had slots before the others stood in line.
        var begun = outcome.Order.Select(index => (int)load.Priority[index]).ToList();
        Plans.Overtakers(begun, outcome.Slots).ShouldBeLessThanOrEqualTo(outcome.Slots);
        outcome.Waiting["high"].P50.ShouldBeLessThan(outcome.Waiting["low"].P50);
    }

    [Fact]
    public void Who_has_waited_too_long_goes_before_higher_priorities()
    {
        // More of high priority than the slots can make, and one of low.
        TimeSpan[] at = [TimeSpan.Zero, .. Enumerable.Range(0, 1_000).Select(number => TimeSpan.FromSeconds(number))];
        var load = new Load(at, [.. at.Select(_ => TimeSpan.FromSeconds(10))], [.. at.Select((_, index) => (byte)(index == 99 ? 2 : 0))]);

        var outcome = PlanRun.Of(new PlanInput { Accounts = 1, PerDay = at.Length }, load);

        outcome.Waiting["low"].Longest.ShouldBeLessThan(outcome.Waiting["high"].Longest);
    }

    [Fact]
    public void Money_is_what_the_price_list_says()
    {
        var (_, output, _) = Plans.Command("--per-day 100 --rendering 1m --duration 4 --size 720P --json");

        // 0.6 CNY a second in Beijing.
        output.ShouldContain("\"amount\": \"240.00\"");
        output.ShouldContain("\"currency\": \"CNY\"");
    }
}
