using Wan.Poller.Timing;

namespace Wan.Poller.Tests.Timing;

/// <summary>What is learned of durations from things that have ended and from things that have not.</summary>
public sealed class LifeTableTests
{
    [Fact]
    public void Of_what_was_watched_to_its_end_each_bucket_has_its_share()
    {
        double[] counts = new double[DurationHistogram.Buckets];
        (counts[10], counts[20], counts[30]) = (1, 2, 1);

        var masses = LifeTable.OfWhole(counts).Masses();

        (masses[10], masses[20], masses[30]).ShouldBe((0.25, 0.5, 0.25));
        masses.Sum().ShouldBe(1, tolerance: 1e-9);
    }

    [Fact]
    public void One_by_one_it_is_as_all_at_once()
    {
        var table = new LifeTable();
        table.Watched(0, 100);
        table.Watched(100, 130);
        table.Ended(130);

        table.Masses()[DurationHistogram.BucketOf(130)].ShouldBe(1, tolerance: 0.3);
        table.Seconds.Sum().ShouldBe(130 * 0.995, tolerance: 1e-6); // An end fades what was before it.
    }

    /// <summary>A thousand have just begun, and those that have ended are the shortest of them.</summary>
    [Fact]
    public void What_still_runs_tells_that_the_first_ends_are_no_measure_for_the_rest()
    {
        var random = new Random(1);
        var table = new LifeTable();
        for (var task = 0; task < 1000; task++)
        {
            var takes = 300 * Math.Exp(0.5 * Normal(random));
            table.Watched(0, Math.Min(takes, 200));
            if (takes < 200)
                table.Ended(takes);
        }

        var curve = new DurationCurve(table);

        curve.Over(200).ShouldBeInRange(0.1, 0.35); // Truly 0.21.
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
