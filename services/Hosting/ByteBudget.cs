namespace Wan.Hosting;

/// <summary>
/// Bounds the bytes that large bodies take in this process at once; whoever wants more than there is waits, first come, first served. What is small
/// is not counted and waits for nobody. Arrays that those before have left behind are collected before more is taken, and once nothing is held any more: by
/// itself the runtime would let arrays of megabytes pile up, and keep their memory.
/// </summary>
public sealed class ByteBudget
{
    /// <summary>Bytes up to which a body is small.</summary>
    public const int Small = 64 * 1024;

    // Bytes that may be left behind before they are collected.
    private const long MostLeftBehind = 4 * 1024 * 1024;

    // Whoever held them last needs a moment to let go of them, and the runtime's own pools half a minute.
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(40)];

    private readonly Lock gate = new();
    private readonly LinkedList<(long Bytes, TaskCompletionSource Turn)> waiting = new();
    private readonly long most;
    private readonly bool leavesArrays;
    private long left;
    private long leftBehind;
    private long idleRound;

    /// <summary>Nothing is taken yet.</summary>
    /// <param name="most">At most so many bytes.</param>
    /// <param name="leavesArrays">Whether bodies are arrays that must be collected; false if their memory has gone back when they are given back.</param>
    public ByteBudget(long most, bool leavesArrays = true)
    {
        this.most = left = most;
        this.leavesArrays = leavesArrays;
    }

    /// <summary>Takes so many bytes, all there are if it is more than that.</summary>
    /// <returns>Gives them back when disposed.</returns>
    /// <exception cref="TimeoutException">There was no room for so long.</exception>
    public async Task<IDisposable> TakeAsync(long bytes, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken = default)
    {
        if (bytes <= Small)
            return new Taken(this, 0);
        bytes = Math.Min(bytes, most);
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        LinkedListNode<(long, TaskCompletionSource)>? place;
        lock (gate)
        {
            if (waiting.Count == 0 && left >= bytes)
            {
                left -= bytes;
                place = null;
            }
            else
            {
                place = waiting.AddLast((bytes, turn));
            }
        }

        if (place is not null)
            await WaitAsync(place, turn, bytes, patience, time, cancellationToken);
        Collect(MostLeftBehind);
        return new Taken(this, bytes);
    }

    private async Task WaitAsync(
        LinkedListNode<(long, TaskCompletionSource)> place, TaskCompletionSource turn, long bytes, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await turn.Task.WaitAsync(patience, time, cancellationToken);
        }
        catch
        {
            Leave(place, turn, bytes);
            throw;
        }
    }

    private void Leave(LinkedListNode<(long, TaskCompletionSource)> place, TaskCompletionSource turn, long bytes)
    {
        lock (gate)
        {
            if (!turn.Task.IsCompleted)
                waiting.Remove(place);
        }

        GiveBack(turn.Task.IsCompleted ? bytes : 0); // Its turn had come all the same; or those behind it may fit.
    }

    private void GiveBack(long bytes)
    {
        lock (gate)
        {
            left += bytes;
            while (waiting.First is { Value: var (wanted, turn) } && wanted <= left)
            {
                left -= wanted;
                waiting.RemoveFirst();
                turn.SetResult();
            }
        }
    }

    private void Collect(long atLeast)
    {
        lock (gate)
        {
            if (leftBehind < atLeast)
                return;
            leftBehind = 0;
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private async Task CollectIfIdleAsync()
    {
        var round = Interlocked.Increment(ref idleRound);
        foreach (var pause in Pauses)
        {
            await Task.Delay(pause);
            if (Volatile.Read(ref left) != most || Volatile.Read(ref idleRound) != round)
                return; // Another round comes.
            Collect(atLeast: 0);
        }
    }

    private sealed class Taken(ByteBudget budget, long bytes) : IDisposable
    {
        private long held = bytes;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref held, 0) is not (> 0 and var given))
                return;
            budget.GiveBack(given);
            if (!budget.leavesArrays)
                return;
            Interlocked.Add(ref budget.leftBehind, given);
            _ = budget.CollectIfIdleAsync();
        }
    }
}
