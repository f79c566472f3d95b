namespace Wan.Simulator.Tasks;

/// <summary>
/// The tasks of one account and model. A few run at once and the rest wait their turn; both are settled when a task comes, and again
/// for those that wait when one of them is cancelled, so that no timer is needed. Not thread-safe.
/// </summary>
internal sealed class Lane(int runningTasks)
{
    // When each of the slots is free again; empty if there is no limit.
    private PriorityQueue<int, long> slots = FreeSlots(runningTasks);
    private PriorityQueue<SimulatedTask, long> waiting = new();
    private PriorityQueue<SimulatedTask, long> unfinished = new();

    /// <summary>Submits, accepted or not.</summary>
    public RateWindow Submits { get; } = new();

    /// <summary>Submits that were not throttled.</summary>
    public RateWindow Admitted { get; } = new();

    /// <summary>The most tasks that were ever PENDING or RUNNING at once.</summary>
    public int MostUnfinished { get; private set; }

    public int Waiting(DateTimeOffset now)
    {
        Forget(waiting, now);
        return waiting.Count;
    }

    public int Unfinished(DateTimeOffset now)
    {
        Forget(unfinished, now);
        return unfinished.Count;
    }

    /// <summary>Takes a new task in and settles its times.</summary>
    public void Add(SimulatedTask task, DateTimeOffset now)
    {
        Schedule(task, now);
        MostUnfinished = Math.Max(MostUnfinished, Unfinished(now));
    }

    /// <summary>Takes a task of an earlier process in, with the times that it was given then.</summary>
    public void Restore(SimulatedTask task)
    {
        if (slots.Count > 0)
            slots.DequeueEnqueue(0, task.EndsAt.UtcTicks);
        waiting.Enqueue(task, task.ScheduledAt.UtcTicks);
        unfinished.Enqueue(task, task.EndsAt.UtcTicks);
    }

    /// <summary>Takes a waiting task out; those behind it move up.</summary>
    public void Remove(SimulatedTask canceled, DateTimeOffset now)
    {
        Forget(waiting, now);
        Forget(unfinished, now);
        var behind = waiting.UnorderedItems.Select(item => item.Element).Where(task => task != canceled).OrderBy(task => task.Number).ToList();
        var running = unfinished.UnorderedItems.Select(item => item.Element).Where(task => task.ScheduledAt <= now).ToList();
        slots = FreeSlots(runningTasks);
        waiting = new();
        unfinished = new();
        foreach (var task in running)
            Restore(task);
        foreach (var task in behind)
            Schedule(task, now);
    }

    private static PriorityQueue<int, long> FreeSlots(int count) => new(Enumerable.Repeat((0, 0L), count));

    private static void Forget(PriorityQueue<SimulatedTask, long> tasks, DateTimeOffset now)
    {
        while (tasks.TryPeek(out _, out var until) && until <= now.UtcTicks)
            tasks.Dequeue();
    }

    private void Schedule(SimulatedTask task, DateTimeOffset now)
    {
        slots.TryPeek(out _, out var free);
        var start = Math.Max(free, Math.Max(now.UtcTicks, (task.SubmittedAt + task.QueueDelay).UtcTicks));
        task.ScheduledAt = new DateTimeOffset(start, TimeSpan.Zero);
        task.EndsAt = task.ScheduledAt + task.RenderTime;
        Restore(task);
    }
}
