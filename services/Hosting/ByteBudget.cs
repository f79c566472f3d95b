namespace Wan.Hosting;

/// <summary>
/// Bounds the bytes that large bodies take in this process at once; whoever wants more than there is waits, first come, first served. What is small
/// is not counted and waits for nobody.
/// </summary>
public sealed class ByteBudget
{
    /// <summary>Bytes up to which a body is small.</summary>
    public const int Small = 64 * 1024;

    private readonly Lock gate = new();
    private readonly LinkedList<(long Bytes, TaskCompletionSource Turn)> waiting = new();
    private readonly long most;
    private long left;

    /// <summary>Nothing is taken yet.</summary>
    /// <param name="most">At most so many bytes.</param>
    public ByteBudget(long most) => this.most = left = most;

    /// <summary>Takes so many bytes, all there are if it is more than that.</summary>
    /// <returns>Gives them back when disposed.</returns>
    /// <exception cref="TimeoutException">There was no room for so long.</exception>
    public async Task<IDisposable> TakeAsync(long bytes, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken = default)
    {
        if (bytes <= Small)
            return new Taken(this, 0);
        bytes = Math.Min(bytes, most);
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        LinkedListNode<(long, TaskCompletionSource)> place;
        lock (gate)
        {
            if (waiting.Count == 0 && left >= bytes)
            {
                left -= bytes;
                return new Taken(this, bytes);
            }

            place = waiting.AddLast((bytes, turn));
        }

        try
        {
            await turn.Task.WaitAsync(patience, time, cancellationToken);
        }
        catch
        {
            Leave(place, turn, bytes);
            throw;
        }

        return new Taken(this, bytes);
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

    private sealed class Taken(ByteBudget budget, long bytes) : IDisposable
    {
        private long held = bytes;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref held, 0) is > 0 and var given)
                budget.GiveBack(given);
        }
    }
}
