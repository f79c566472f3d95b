namespace Wan.Intake.Events;

/// <summary>Is told that one generation has changed; what to, its stream reads for itself.</summary>
internal sealed class EventWaker(string generationId, TimeProvider time) : IEventListener
{
    private readonly Wakeup changed = new(time);

    public void Offer(EventFrame frame)
    {
        if (frame.GenerationId == generationId)
            changed.Raise();
    }

    public void End() => changed.Raise();

    /// <summary>Waits until it has changed or the time is over.</summary>
    /// <returns>True if it has changed.</returns>
    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => changed.WaitAsync(atMost, cancellationToken);
}
