using Wan.DashScope.Catalogue;
using Wan.Poller.Timing;

namespace Wan.Poller.Tests.Timing;

/// <summary>
/// The timing function against the best of all fixed intervals, on 10,000 simulated tasks. A query costs its price in seconds of waiting, so a way of
/// asking costs the waiting and the price of its queries, and the best fixed interval is the cheapest, chosen by one who knows all the tasks.
/// </summary>
public sealed class RegretTests
{
    private const int Tasks = 10_000;
    private const int Seen = 200;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(300, 0.5, 0.02)]
    [InlineData(300, 0.5, 0.4)]
    [InlineData(300, 0.5, 5)]
    [InlineData(140, 0.3, 0.1)]
    [InlineData(600, 0.8, 0.1)]
    public void It_costs_less_than_the_best_fixed_interval(double median, double spread, double price)
    {
        var random = new Random(1);
        var times = new TaskTimes(new DurationCurve(TimePriors.Queue), Learned(median, spread, random));
        double[] durations = [.. Enumerable.Range(0, Tasks).Select(_ => Draw(median, spread, random))];

        var ours = durations.Average(duration => Cost(duration, price, at => Next(times, at, price)));
        var best = Intervals().Min(interval => durations.Average(duration => Cost(duration, price, at => at + interval)));

        (ours - best).ShouldBeLessThan(0);
    }

    // What Poller would know: the prior and some observations in its table, not the spread itself.
    private static DurationCurve Learned(double median, double spread, Random random)
    {
        var table = new LifeTable();
        for (var count = 0; count < Seen; count++)
        {
            var seconds = Draw(median, spread, random);
            table.Watched(0, seconds);
            table.Ended(seconds);
        }

        return new DurationCurve(TimePriors.Render(new ModelCatalogue(), "wan2.7-r2v", PollerHost.Track("t").Expected).With(table));
    }

    private static double Cost(double duration, double price, Func<double, double> next)
    {
        var (at, queries) = (0.0, 0);
        while (at < duration)
            (at, queries) = (next(at), queries + 1);
        return at - duration + price * queries;
    }

    // Every task is asked at the same ages until it ends.
    private readonly List<double> ages = [0];

    private double Next(TaskTimes times, double at, double price)
    {
        var index = ages.BinarySearch(at);
        if (index + 1 == ages.Count)
            ages.Add((LookTiming.NextLook(times, new Sighting(Running: true, Start, Start.AddSeconds(at)), price) - Start).TotalSeconds);
        return ages[index + 1];
    }

    private static IEnumerable<double> Intervals()
    {
        for (var interval = 0.5; interval < 600; interval *= 1.05)
            yield return interval;
    }

    private static double Draw(double median, double spread, Random random) =>
        median * Math.Exp(spread * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
