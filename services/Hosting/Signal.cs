namespace Wan.Hosting;

/// <summary>
/// Wakes a loop before its next tick. Raising it twice before the loop looks wakes it once; raising it while the loop works
/// makes it look again. Only ever a shortcut: a loop must also look at its own interval.
/// </summary>
public sealed class Signal : IDisposable
{
    private readonly SemaphoreSlim raised = new(0, 1);

    /// <summary>Wakes the loop that waits, or the next one that comes to wait.</summary>
    public void Raise()
    {
        if (raised.CurrentCount > 0)
            return;
        try
        {
            raised.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else raised it at the same moment.
        }
    }

    /// <summary>Waits until it is raised or the time is over.</summary>
    /// <returns>True if it was raised.</returns>
    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => raised.WaitAsync(atMost, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => raised.Dispose();
}
