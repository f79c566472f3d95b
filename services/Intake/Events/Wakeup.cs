namespace Wan.Intake.Events;

/// <summary>Wakes one who waits for something to look at. Whoever looks after waiting misses nothing; raising it twice before wakes once.</summary>
internal sealed class Wakeup(TimeProvider time)
{
    private TaskCompletionSource raised = New();

    /// <summary>There is something to look at.</summary>
    public void Raise() => Volatile.Read(ref raised).TrySetResult();

    /// <summary>Waits until it is raised or the time is over.</summary>
    /// <returns>True if it was raised.</returns>
    public async Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            await raised.Task.WaitAsync(atMost, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return false;
        }

        Volatile.Write(ref raised, New());
        return true;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
