namespace Wan.Storage.Sqlite;

/// <summary>
/// Writes for all callers of this process to one file: whatever waits goes into one transaction, so that many callers share
/// one flush to disk. Has a thread of its own, because a flush blocks.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    // Bounds how long other processes wait for the file's lock.
    private const int BatchLimit = 1000;

    // A monitor, since its waiting does not spin: the writer sleeps between batches, and they are milliseconds apart.
    private readonly object gate = new();
    private readonly string file;
    private readonly Thread thread;
    private List<SqliteWrite> waiting = [];
    private SqliteSession? session;
    private bool shared;
    private bool closed;

    public SqliteWriter(string file)
    {
        this.file = file;
        thread = new Thread(Run) { IsBackground = true, Name = $"storage {Path.GetFileName(file)}" };
        thread.Start();
    }

    /// <summary>Runs it in a transaction with what else waits. The task ends once the transaction is on disk.</summary>
    public Task<TResult> RunAsync<TResult>(Func<SqliteSession, TResult> run, CancellationToken cancellationToken)
    {
        var write = new SqliteWrite<TResult>(run, cancellationToken);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            waiting.Add(write);
            if (waiting.Count == 1)
                Monitor.Pulse(gate);
        }

        return write.Task;
    }

    /// <summary>Writes what waits and closes the file.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (closed)
                return;
            closed = true;
            Monitor.Pulse(gate);
        }

        thread.Join();
        session?.Dispose();
    }

    private void Run()
    {
        List<SqliteWrite> taken = [];
        while (true)
        {
            lock (gate)
            {
                while (waiting.Count == 0 && !closed)
                    Monitor.Wait(gate);
                if (waiting.Count == 0)
                    return;
                (waiting, taken) = (taken, waiting);
            }

            for (var start = 0; start < taken.Count; start += BatchLimit)
                Write(taken.GetRange(start, Math.Min(BatchLimit, taken.Count - start)));
            taken.Clear();
        }
    }

    private void Write(List<SqliteWrite> batch)
    {
        try
        {
            session ??= SqliteSession.OpenWriter(file);

            // Another process that waits for the lock polls for it: leave it a gap.
            if (shared)
                Thread.Sleep(1);
            shared = session.Begin();
            foreach (var write in batch)
                write.Run(session);
            session.Commit();
        }
        catch (Exception exception)
        {
            Abandon();
            foreach (var write in batch)
                write.Fail(exception as StorageException ?? new StorageException($"{file} could not be written: {exception.Message}", exception));
            return;
        }

        foreach (var write in batch)
            write.Complete();
    }

    // A connection that failed once is not trusted again.
    private void Abandon()
    {
        session?.RollBack();
        session?.Dispose();
        session = null;
    }
}
