namespace Wan.Poller.Timing;

/// <summary>
/// The chance that something is over after so many seconds, from a life table, with its integral, so that expected waiting
/// costs two look-ups. Past the last bucket the chance that it is not over falls as 1/t: what is late is likely to stay late.
/// </summary>
internal sealed class DurationCurve
{
    // Any bucket may happen: a task can fail in its first second.
    private const double Surprise = 0.0005;

    private readonly double[] over = new double[DurationHistogram.Buckets + 1];
    private readonly double[] area = new double[DurationHistogram.Buckets + 1];

    /// <param name="table">Observations and what was thought before them.</param>
    public DurationCurve(LifeTable table)
    {
        var masses = table.Masses();
        for (var bucket = 0; bucket < masses.Length; bucket++)
        {
            Mass[bucket] = masses[bucket] * (1 - Surprise * (masses.Length + 1)) + Surprise;
            over[bucket + 1] = over[bucket] + Mass[bucket];
            var width = DurationHistogram.UpperEdge(bucket) - DurationHistogram.LowerEdge(bucket);
            area[bucket + 1] = area[bucket] + width * (over[bucket] + over[bucket + 1]) / 2;
        }
    }

    /// <summary>The chance of each bucket.</summary>
    public double[] Mass { get; } = new double[DurationHistogram.Buckets];

    /// <summary>After so many seconds it is as likely over as not.</summary>
    public double Median => DurationHistogram.UpperEdge(Math.Min(DurationHistogram.Buckets - 1, Array.FindIndex(over, chance => chance >= 0.5) - 1));

    /// <summary>The chance that it is over after so many seconds.</summary>
    public double Over(double seconds)
    {
        if (seconds <= 0)
            return 0;
        if (seconds >= LastEdge)
            return 1 - (1 - over[^1]) * LastEdge / seconds;
        var bucket = DurationHistogram.BucketOf(seconds);
        var into = seconds - DurationHistogram.LowerEdge(bucket);
        return over[bucket] + Mass[bucket] * into / (DurationHistogram.UpperEdge(bucket) - DurationHistogram.LowerEdge(bucket));
    }

    /// <summary>The integral of <see cref="Over"/> from 0: how long, on average, it has been over by then.</summary>
    public double Area(double seconds)
    {
        if (seconds <= 0)
            return 0;
        if (seconds >= LastEdge)
            return area[^1] + (seconds - LastEdge) - (1 - over[^1]) * LastEdge * Math.Log(seconds / LastEdge);
        var bucket = DurationHistogram.BucketOf(seconds);
        var into = seconds - DurationHistogram.LowerEdge(bucket);
        return area[bucket] + into * (over[bucket] + Over(seconds)) / 2;
    }

    /// <summary>The chance that it is over at <paramref name="to"/> if it was not at <paramref name="from"/>.</summary>
    public double ChanceSince(double from, double to) => to <= from ? 0 : (Over(to) - Over(from)) / (1 - Over(from));

    /// <summary>The seconds for which it has been over at <paramref name="to"/>, on average, if it was not at <paramref name="from"/>.</summary>
    public double WaitSince(double from, double to) =>
        to <= from ? 0 : Math.Max(0, Area(to) - Area(from) - (to - from) * Over(from)) / (1 - Over(from));

    private static double LastEdge => DurationHistogram.UpperEdge(DurationHistogram.Buckets - 1);
}
