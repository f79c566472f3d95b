namespace Wan.Poller.Timing;

/// <summary>
/// When a look at a task is worth a query. Looking at it costs a price, not looking costs the seconds that its result may already be lying
/// there; so the time to look is when those seconds have grown to the price. For a steady chance of ending this is the square-root
/// rule: twice the price makes the interval 1.4 times as long. A waiting task can't end before it has run, so it is asked more seldom.
/// </summary>
internal static class LookTiming
{
    private static readonly TimeSpan Horizon = TimeSpan.FromHours(24);

    /// <summary>The price of a query in seconds of waiting.</summary>
    /// <param name="queriesPerSecond">The account's budget.</param>
    /// <param name="left">Share of it that is not spent just now, 0 to 1: little left makes dear.</param>
    /// <param name="spare">How full <see cref="SpareQueries"/> are, 0 to 1: with little to do, queries are cheap.</param>
    public static double Price(double queriesPerSecond, double left, double spare) =>
        LookPrices.AtRest / queriesPerSecond / Math.Clamp(left, LookPrices.LeastLeft, 1) / Math.Pow(LookPrices.MostDiscount, spare);

    /// <summary>The chance that a task has ended by now.</summary>
    public static double ChanceOfEnd(TaskTimes times, Sighting seen, DateTimeOffset now)
    {
        if (seen.Running)
            return times.Render.ChanceSince(Seconds(seen.Since, seen.At), Seconds(seen.Since, now));
        var to = Seconds(seen.Since, now);
        return OverStarts(times.Queue, Seconds(seen.Since, seen.At), to, times.Render.Over);
    }

    /// <summary>Seconds for which a task has been over by now without our knowing it, on average.</summary>
    public static double EndWait(TaskTimes times, Sighting seen, DateTimeOffset now)
    {
        var from = Seconds(seen.Since, seen.At);
        var to = Seconds(seen.Since, now);
        return seen.Running
            ? times.Render.WaitSince(from, to)
            : OverStarts(times.Queue, from, to, times.Render.Area);
    }

    /// <summary>Seconds for which a waiting task has run by now without our knowing it, on average, weighed by what they matter.</summary>
    public static double StartWait(TaskTimes times, Sighting seen, DateTimeOffset now) =>
        seen.Running ? 0 : LookPrices.WorthOfStart * times.Queue.WaitSince(Seconds(seen.Since, seen.At), Seconds(seen.Since, now));

    /// <summary>What not looking has cost by now, in seconds.</summary>
    public static double ExpectedWait(TaskTimes times, Sighting seen, DateTimeOffset now) =>
        EndWait(times, seen, now) + StartWait(times, seen, now);

    /// <summary>When the expected wait reaches the price.</summary>
    public static DateTimeOffset NextLook(TaskTimes times, Sighting seen, double price)
    {
        price /= times.Worth;
        var near = TimeSpan.Zero;
        var far = TimeSpan.FromMilliseconds(10);
        while (far < Horizon && ExpectedWait(times, seen, seen.At + far) < price)
            (near, far) = (far, 2 * far);
        while (far - near > TimeSpan.FromMilliseconds(5) && far - near > far / 200)
        {
            var middle = (near + far) / 2;
            if (ExpectedWait(times, seen, seen.At + middle) < price)
                near = middle;
            else
                far = middle;
        }

        return seen.At + far;
    }

    // The average of what a render curve says, over the times at which a task that still waited at "from" may have started.
    private static double OverStarts(DurationCurve queue, double from, double to, Func<double, double> render)
    {
        var (sum, weights) = (0.0, 1 - queue.Over(DurationHistogram.UpperEdge(DurationHistogram.Buckets - 1)));
        for (var bucket = DurationHistogram.BucketOf(from); bucket < DurationHistogram.Buckets; bucket++)
        {
            var (begin, end) = (Math.Max(from, DurationHistogram.LowerEdge(bucket)), DurationHistogram.UpperEdge(bucket));
            if (end <= begin)
                continue;
            var weight = queue.Mass[bucket] * (end - begin) / (end - DurationHistogram.LowerEdge(bucket));
            weights += weight;
            if (to <= begin)
                continue;
            var last = Math.Min(to, end);
            sum += weight * (last - begin) / (end - begin) * render(to - (begin + last) / 2);
        }

        return sum / weights;
    }

    private static double Seconds(DateTimeOffset from, DateTimeOffset to) => Math.Max(0, (to - from).TotalSeconds);
}
