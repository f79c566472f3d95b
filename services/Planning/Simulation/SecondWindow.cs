namespace Wan.Planning.Simulation;

/// <summary>Counts what the vendor sees, and the most of it in any second, wherever that begins.</summary>
internal sealed class SecondWindow
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Queue<DateTimeOffset> within = new();

    /// <summary>In all.</summary>
    public long Count { get; private set; }

    /// <summary>In the second that had most.</summary>
    public int Most { get; private set; }

    /// <summary>One more.</summary>
    public void Add(DateTimeOffset at)
    {
        Count++;
        within.Enqueue(at);
        while (at - within.Peek() >= Second)
            within.Dequeue();
        Most = Math.Max(Most, within.Count);
    }
}
