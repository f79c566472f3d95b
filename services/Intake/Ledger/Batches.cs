namespace Wan.Intake.Ledger;

/// <summary>Has what is asked for done by one worker at a time, which takes all that has come meanwhile at once.</summary>
/// <param name="work">Does a batch, and answers whoever waits for it; it does not fail.</param>
internal sealed class Batches<T>(Func<IReadOnlyList<T>, Task> work)
{
    private readonly Lock gate = new();
    private List<T> waiting = [];
    private bool isRunning;

    public void Add(T item)
    {
        lock (gate)
        {
            waiting.Add(item);
            if (isRunning)
                return;
            isRunning = true;
        }

        // Who comes first lends the others neither its deadline nor its trace.
        using (ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow())
            _ = Task.Run(RunAsync);
    }

    private async Task RunAsync()
    {
        while (true)
        {
            List<T> batch;
            lock (gate)
            {
                if (waiting.Count == 0)
                {
                    isRunning = false;
                    return;
                }

                (batch, waiting) = (waiting, []);
            }

            await work(batch);
        }
    }
}
