namespace Wan.Simulator;

/// <summary>Counts what happened within the last second, to the tick: a limit holds for every second, wherever it starts. Not thread-safe.</summary>
internal sealed class RateWindow
{
    private readonly Queue<long> times = new();

    /// <summary>The most there ever was in one second.</summary>
    public int Most { get; private set; }

    /// <summary>How many there are in the second that ends now.</summary>
    public int Count(DateTimeOffset now)
    {
        var old = now.UtcTicks - TimeSpan.TicksPerSecond;
        while (times.TryPeek(out var first) && first <= old)
            times.Dequeue();
        return times.Count;
    }

    /// <summary>Adds one more.</summary>
    public void Add(DateTimeOffset now)
    {
        times.Enqueue(now.UtcTicks);
        Most = Math.Max(Most, Count(now));
    }
}
