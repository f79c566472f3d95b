namespace Wan.Intake.Events;

/// <summary>Is told that one generation has been changed by this process; what to, its stream reads for itself.</summary>
internal sealed class EventWaker(string generationId, TimeProvider time)
{
    private readonly Wakeup changed = new(time);

    public string GenerationId => generationId;

    public void Raise() => changed.Raise();

    /// <summary>Waits until it has changed or the time is over.</summary>
    /// <returns>True if it has changed.</returns>
    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => changed.WaitAsync(atMost, cancellationToken);
}
