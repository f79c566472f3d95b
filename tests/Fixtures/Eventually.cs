using System.Diagnostics;

namespace Wan.Fixtures;

/// <summary>Waits for something to become true, with a bound.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>How long to wait if nothing else is said: long, since a busy machine is slow and a true condition ends the wait at once.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Waits until the condition is true.</summary>
    /// <exception cref="TimeoutException">It did not become true; the message says what was waited for.</exception>
    public static Task UntilAsync(Func<bool> condition, string what, TimeSpan? atMost = null) =>
        UntilAsync(() => Task.FromResult(condition()), what, atMost);

    /// <summary>Waits until the condition is true.</summary>
    /// <exception cref="TimeoutException">It did not become true; the message says what was waited for.</exception>
    public static Task UntilAsync(Func<Task<bool>> condition, string what, TimeSpan? atMost = null) =>
        UntilAsync(condition, () => what, atMost);

    /// <summary>Waits until the condition is true.</summary>
    /// <param name="condition">What to wait for.</param>
    /// <param name="what">Says, once the time is over, what was waited for and how far it came.</param>
    /// <param name="atMost">How long; null for <see cref="Patience"/>.</param>
    /// <exception cref="TimeoutException">It did not become true.</exception>
    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> what, TimeSpan? atMost = null)
    {
        var bound = atMost ?? Patience;
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            if (waited.Elapsed > bound)
            {
                throw new TimeoutException($"Waited {bound.TotalSeconds:0} s in vain: {what()}");
            }

            await Task.Delay(Interval);
        }
    }

    /// <summary>Waits until the probe finds something.</summary>
    /// <returns>What it found.</returns>
    /// <exception cref="TimeoutException">It found nothing; the message says what was waited for.</exception>
    public static async Task<T> FindAsync<T>(Func<Task<T?>> probe, string what, TimeSpan? atMost = null) where T : class
    {
        T? found = null;
        await UntilAsync(async () => (found = await probe()) is not null, what, atMost);
        return found!;
    }
}
