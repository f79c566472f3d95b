namespace Wan.Fixtures.MongoWire;

/// <summary>Commands that go wrong, until it is used up or disposed.</summary>
public sealed class Fault : IDisposable
{
    private readonly TaskCompletionSource met = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string? command;
    private readonly string? collection;
    private readonly int? times;
    private volatile bool ended;
    private int hits;

    internal Fault(FaultKind kind, string? command, string? collection, int? times, TimeSpan delay)
    {
        Kind = kind;
        Delay = delay;
        this.command = command;
        this.collection = collection;
        this.times = times;
    }

    /// <summary>How.</summary>
    public FaultKind Kind { get; }

    /// <summary>How many commands have met it.</summary>
    public int Hits => Volatile.Read(ref hits);

    /// <summary>Completes when the first command meets it.</summary>
    public Task Met => met.Task;

    internal TimeSpan Delay { get; }

    /// <inheritdoc/>
    public void Dispose() => ended = true;

    /// <summary>Whether this command meets it. The caller makes sure that only one asks at a time.</summary>
    internal bool Takes(WireCommand asked)
    {
        if (ended || hits >= times || (command ?? (asked.IsHello ? null : asked.Name)) != asked.Name || (collection ?? asked.Collection) != asked.Collection)
            return false;
        Interlocked.Increment(ref hits);
        met.TrySetResult();
        return true;
    }
}
