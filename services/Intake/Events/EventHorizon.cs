namespace Wan.Intake.Events;

/// <summary>
/// Up to when everything that has changed can be seen in the store. A change takes its time until it is stored, and the writer's clock may be behind ours. Ours may have been put on
/// since: a change that is on its way has the time from before, so that for as long as it may be the clock counts as it was then.
/// </summary>
/// <param name="window">How long a change may take until it can be seen, the difference of the clocks included.</param>
/// <param name="time">The clock.</param>
internal sealed class EventHorizon(TimeSpan window, TimeProvider time)
{
    private readonly Queue<(long Timestamp, DateTimeOffset Shown)> looks = [];

    /// <summary>Somebody is about to look at the store.</summary>
    /// <returns>Up to when everything is there to be seen.</returns>
    public DateTimeOffset Look()
    {
        var (now, timestamp) = (time.GetUtcNow(), time.GetTimestamp());
        while (looks.TryPeek(out var first) && time.GetElapsedTime(first.Timestamp, timestamp) > window)
            looks.Dequeue();
        looks.Enqueue((timestamp, now));
        return looks.Min(look => look.Shown + time.GetElapsedTime(look.Timestamp, timestamp)) - window;
    }
}
