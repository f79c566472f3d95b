namespace Wan.Notifier.Lanes;

/// <summary>Runs tasks beside, and knows when all have ended.</summary>
internal sealed class TaskCounter
{
    private readonly Lock gate = new();
    private TaskCompletionSource? ended;
    private int count;

    /// <summary>Ends when none runs.</summary>
    public Task AllEnded
    {
        get
        {
            lock (gate)
            {
                if (count == 0)
                    return Task.CompletedTask;
                ended ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return ended.Task;
            }
        }
    }

    /// <summary>Runs one, which never throws.</summary>
    public void Run(Func<Task> run)
    {
        lock (gate)
            count++;
        _ = Task.Run(async () =>
        {
            try
            {
                await run();
            }
            finally
            {
                lock (gate)
                {
                    if (--count == 0)
                        ended?.TrySetResult();
                }
            }
        });
    }
}
