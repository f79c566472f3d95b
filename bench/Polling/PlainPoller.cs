namespace Wan.Bench.Polling;

/// <summary>
/// What is commonly done, as the vendor's sample script does it: every task is asked for every 10 seconds, here within the account's budget
/// of queries, the one that has waited longest first.
/// </summary>
internal sealed class PlainPoller(VendorDoor vendor, Func<string, Task> endedAsync) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    // A hair longer than the vendor's second, so that none is refused for arriving a little early.
    private static readonly TimeSpan Second = TimeSpan.FromMilliseconds(1020);

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly PriorityQueue<string, DateTimeOffset> due = new();
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stop = new();
    private Task loop = Task.CompletedTask;

    public void Start() => loop = RunAsync();

    /// <summary>Takes a task; it is asked for at once and then every 10 seconds.</summary>
    public void Add(string task) => Ask(task, TimeSpan.Zero);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await loop;
        stop.Dispose();
    }

    private void Ask(string task, TimeSpan after)
    {
        lock (gate)
            due.Enqueue(task, DateTimeOffset.UtcNow + after);
    }

    private async Task RunAsync()
    {
        var sent = new Queue<DateTimeOffset>();
        var queries = new List<Task>();
        while (!stop.IsCancellationRequested)
        {
            var now = DateTimeOffset.UtcNow;
            while (sent.TryPeek(out var first) && now - first >= Second)
                sent.Dequeue();
            if (sent.Count < PollingSettings.QueriesPerSecond && TakeDue() is { } task)
            {
                sent.Enqueue(now);
                queries.RemoveAll(query => query.IsCompletedSuccessfully);
                queries.Add(QueryAsync(task));
            }
            else
            {
                await Task.Delay(Tick, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(queries);
    }

    private string? TakeDue()
    {
        lock (gate)
            return due.TryPeek(out _, out var at) && at <= DateTimeOffset.UtcNow ? due.Dequeue() : null;
    }

    private async Task QueryAsync(string task)
    {
        switch (await vendor.QueryAsync(task))
        {
            case "SUCCEEDED":
                await endedAsync(task);
                break;
            case null:
                Ask(task, TimeSpan.Zero); // One too many; it was its turn.
                break;
            default:
                Ask(task, Interval);
                break;
        }
    }
}
