using System.Diagnostics;
using Wan.Hosting.Clocks;
using Wan.Storage;

namespace Wan.Submitter;

/// <summary>
/// A document that many hands change, in this process and in others. Changes that come while a write is under way, or soon after it, go into
/// the next write together, so that a hundred of them cost a few writes.
/// </summary>
/// <param name="documents">Where it is kept.</param>
/// <param name="id">Its id.</param>
/// <param name="create">Makes it where it is not there yet.</param>
/// <param name="bound">
/// Cuts what lies further ahead in it than any rule could have put it, and says whether there was anything: it is then written back, so that
/// what was cut grows old. Null if there is no such thing in it.
/// </param>
internal sealed class SharedDocument<T>(IDocuments<T> documents, string id, Func<T> create, Func<T, bool>? bound = null)
    where T : class, ISharedDocument
{
    // The first change after a quiet moment is written at once; a crowd of them hardly notices so short a wait.
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(10);

    private readonly Lock gate = new();
    private List<Change> waiting = [];
    private bool writing;
    private long writtenAt;

    // As this process wrote it last, while that may still be how it is.
    private T? written;

    /// <summary>As last read or written here; null before the first time. Others may have changed it since.</summary>
    public T? Latest { get; private set; }

    /// <summary>As it is now.</summary>
    public async Task<T> ReadAsync(CancellationToken cancellationToken = default)
    {
        var document = await FindAsync(cancellationToken);
        if (bound?.Invoke(document) == true)
            await ChangeAsync(_ => false);
        return Latest = document;
    }

    /// <summary>
    /// Changes it by compare-and-set, as often as it takes; the change is on disk when the task ends. It may be run more than once, each time on
    /// a fresh copy, and says whether it changed anything.
    /// </summary>
    public Task ChangeAsync(Func<T, bool> change) => ChangeAsync(document => (change(document), true));

    /// <summary>The same with a result.</summary>
    public async Task<TResult> ChangeAsync<TResult>(Func<T, (bool Changed, TResult Result)> change)
    {
        TResult result = default!;
        var item = new Change(document =>
        {
            (var changed, result) = change(document);
            return changed;
        });
        lock (gate)
        {
            waiting.Add(item);
            if (!writing)
            {
                writing = true;
                _ = Task.Run(WriteAllAsync);
            }
        }

        await item.Done.Task;
        return result;
    }

    private async Task WriteAllAsync()
    {
        while (true)
        {
            if (writtenAt != 0 && Spacing - Stopwatch.GetElapsedTime(writtenAt) is var soon && soon > TimeSpan.Zero)
                await Task.Delay(soon);

            List<Change> batch;
            lock (gate)
            {
                if (waiting.Count == 0)
                {
                    writing = false;
                    return;
                }

                (batch, waiting) = (waiting, []);
            }

            try
            {
                await WriteAsync(batch);
                batch.ForEach(change => change.Done.SetResult());
            }
            catch (Exception exception)
            {
                batch.ForEach(change => change.Done.SetException(exception));
            }
        }
    }

    private async Task WriteAsync(List<Change> batch)
    {
        // A write proves that nobody else has changed it; that there is nothing to write is only true of what has just been read.
        var (known, changed) = (written, false);
        written = null;
        if (known is null || !Apply(known) || !await documents.ReplaceAsync(known))
            known = await documents.ChangeOrCreateAsync(id, create, Apply);
        Latest = known;
        if (changed)
            (written, writtenAt) = (known, Stopwatch.GetTimestamp());

        bool Apply(T document)
        {
            changed = bound?.Invoke(document) == true;
            foreach (var change in batch)
                changed |= change.Apply(document);
            if (changed)
                document.WrittenBy = ThisProcess.Name;
            return changed;
        }
    }

    private async Task<T> FindAsync(CancellationToken cancellationToken) => await documents.FindAsync(id, cancellationToken) ?? create();

    private sealed record Change(Func<T, bool> Apply)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
