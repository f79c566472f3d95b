namespace Wan.Planning.Simulation;

/// <summary>How late ends were known where looks are simulated; elsewhere they are known as late as one of the latest of these.</summary>
internal sealed class RecentDelays(int seed)
{
    private const int Kept = 512;

    // Until the first one is known.
    private static readonly TimeSpan Guess = TimeSpan.FromSeconds(1);

    private readonly Random random = new(seed);
    private readonly List<TimeSpan> all = [];

    /// <summary>All that were seen.</summary>
    public IReadOnlyList<TimeSpan> All => all;

    /// <summary>One more was seen.</summary>
    public void Add(TimeSpan delay) => all.Add(delay);

    /// <summary>One of the latest.</summary>
    public TimeSpan Draw() => all.Count == 0 ? Guess : all[Math.Max(0, all.Count - Kept) + random.Next(Math.Min(all.Count, Kept))];
}
