namespace Wan.Poller.Timing;

/// <summary>
/// How long something takes, as a life table: at each age, for how many seconds it was watched and how often it ended. One over the other is
/// the rate of ending at that age. So what has not ended yet counts too: were only those counted that have, then everything would seem
/// short just after many have begun. Ages are the buckets of <see cref="DurationHistogram"/>; old observations fade, so that it follows a vendor that
/// gets faster or slower.
/// </summary>
internal sealed class LifeTable
{
    // The last some 200 ends are what counts.
    private const double Fading = 0.995;

    /// <summary>How many ended at each age.</summary>
    public double[] Ends { get; init; } = new double[DurationHistogram.Buckets];

    /// <summary>For how many seconds any was watched at each age.</summary>
    public double[] Seconds { get; init; } = new double[DurationHistogram.Buckets];

    /// <summary>As if all of these, counts by duration, had been watched from their beginning to their end.</summary>
    public static LifeTable OfWhole(double[] counts)
    {
        var table = new LifeTable { Ends = [.. counts] };
        var longer = 0.0;
        for (var bucket = counts.Length - 1; bucket >= 0; bucket--)
        {
            table.Seconds[bucket] = (longer + counts[bucket] / 2) * Width(bucket);
            longer += counts[bucket];
        }

        return table;
    }

    /// <summary>One was watched between these ages and did not end.</summary>
    /// <param name="from">Seconds.</param>
    /// <param name="to">Seconds.</param>
    public void Watched(double from, double to)
    {
        for (var bucket = DurationHistogram.BucketOf(from); from < to && bucket < DurationHistogram.Buckets; bucket++)
        {
            var until = Math.Min(to, DurationHistogram.UpperEdge(bucket));
            Seconds[bucket] += Math.Max(0, until - from);
            from = Math.Max(from, until);
        }
    }

    /// <summary>One ended at this age in seconds.</summary>
    public void Ended(double at)
    {
        Fade(1);
        Ends[DurationHistogram.BucketOf(at)]++;
    }

    /// <summary>So many ends were seen elsewhere.</summary>
    public void Fade(double ends)
    {
        var fading = Math.Pow(Fading, ends);
        for (var bucket = 0; bucket < DurationHistogram.Buckets; bucket++)
            (Ends[bucket], Seconds[bucket]) = (Ends[bucket] * fading, Seconds[bucket] * fading);
    }

    /// <summary>Both together.</summary>
    public LifeTable With(LifeTable other) => new()
    {
        Ends = [.. Ends.Zip(other.Ends, (one, two) => one + two)],
        Seconds = [.. Seconds.Zip(other.Seconds, (one, two) => one + two)],
    };

    /// <summary>The chance to end in each bucket, by the actuarial estimate: who ends in a bucket was there for half of it.</summary>
    public double[] Masses()
    {
        var masses = new double[DurationHistogram.Buckets];
        var left = 1.0;
        for (var bucket = 0; bucket < masses.Length; bucket++)
        {
            var entered = Seconds[bucket] / Width(bucket) + Ends[bucket] / 2;
            masses[bucket] = entered > 0 ? left * Math.Min(1, Ends[bucket] / entered) : 0;
            left -= masses[bucket];
        }

        return masses;
    }

    private static double Width(int bucket) => DurationHistogram.UpperEdge(bucket) - DurationHistogram.LowerEdge(bucket);
}
