namespace Wan.Poller.Timing;

/// <summary>
/// Durations in buckets that grow by a fifth each: the first ends at 1 second, the last at about four hours.
/// </summary>
internal static class DurationHistogram
{
    /// <summary>How many buckets there are.</summary>
    public const int Buckets = 54;

    private const double Growth = 1.2;

    private static readonly double[] Edges = [.. Enumerable.Range(0, Buckets).Select(bucket => Math.Pow(Growth, bucket))];

    /// <summary>Where a bucket ends, in seconds.</summary>
    public static double UpperEdge(int bucket) => Edges[bucket];

    /// <summary>Where a bucket begins, in seconds.</summary>
    public static double LowerEdge(int bucket) => bucket == 0 ? 0 : Edges[bucket - 1];

    /// <summary>The bucket of a duration in seconds.</summary>
    public static int BucketOf(double seconds) =>
        seconds < 1 ? 0 : Math.Min(Buckets - 1, 1 + (int)(Math.Log(seconds) / Math.Log(Growth)));

    /// <summary>Counts as if so many durations of a log-normal spread had been seen.</summary>
    /// <param name="median">Seconds.</param>
    /// <param name="spread">Standard deviation of the logarithm.</param>
    /// <param name="weight">How many observations it is worth.</param>
    public static double[] LogNormal(double median, double spread, double weight)
    {
        var counts = new double[Buckets];
        for (var bucket = 0; bucket < Buckets; bucket++)
            counts[bucket] = weight * (Below(UpperEdge(bucket)) - Below(LowerEdge(bucket)));
        return counts;

        double Below(double seconds) =>
            seconds <= 0 ? 0 : 1 / (1 + Math.Exp(-1.702 * Math.Log(seconds / median) / spread)); // Logistic form of the normal curve.
    }
}
