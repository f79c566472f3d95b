namespace Wan.Planning.Simulation;

/// <summary>What is to happen when, and the clock that goes from one to the next. What is to happen at the same time happens in the order in which it was said.</summary>
internal sealed class EventQueue(DateTimeOffset begins) : TimeProvider
{
    private readonly PriorityQueue<Action, (long Ticks, long Order)> events = new();
    private long order;

    /// <summary>The time.</summary>
    public DateTimeOffset Now { get; private set; } = begins;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now;

    /// <summary>Has something happen at a time; at once if that is over.</summary>
    public void At(DateTimeOffset time, Action happens) => events.Enqueue(happens, ((time > Now ? time : Now).UtcTicks, order++));

    /// <summary>Has something happen after a while.</summary>
    public void After(TimeSpan wait, Action happens) => At(Now + wait, happens);

    /// <summary>Goes from one to the next until nothing is left.</summary>
    public void Run()
    {
        while (events.TryDequeue(out var happens, out var at))
        {
            Now = new DateTimeOffset(at.Ticks, TimeSpan.Zero);
            happens();
        }
    }
}
