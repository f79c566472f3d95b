using System.Diagnostics;
using Wan.Storage.Calls;

namespace Wan.Storage.Sqlite;

/// <summary>
/// Writes for all callers of this process to one file: whatever waits goes into one transaction, so that many callers share
/// one flush to disk. Has a thread of its own, because a flush blocks.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    // Both bound how long other processes wait for the file's lock.
    private const int BatchLimit = 1000;
    private static readonly TimeSpan LockLimit = TimeSpan.FromMilliseconds(20);

    // A monitor, since its waiting does not spin: the writer sleeps between batches, and they are milliseconds apart.
    private readonly object gate = new();
    private readonly string file;
    private readonly TimeSpan busyTimeout;
    private readonly int cache;
    private readonly Thread thread;
    private readonly Queue<SqliteWrite> taken = new();
    private List<SqliteWrite> waiting = [];
    private SqliteSession? session;
    private bool shared;
    private bool closed;
    private long lockedSince; // A timestamp; 0 while the lock is ours or was not wanted.

    public SqliteWriter(string file, TimeSpan busyTimeout, int cache)
    {
        this.file = file;
        this.busyTimeout = busyTimeout;
        this.cache = cache;
        thread = new Thread(Run) { IsBackground = true, Name = $"storage {Path.GetFileName(file)}" };
        thread.Start();
    }

    /// <summary>For how long another process has had the lock while we want it; zero if none has.</summary>
    public TimeSpan Locked => Volatile.Read(ref lockedSince) is > 0 and var since ? Stopwatch.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Runs it in a transaction with what else waits. The task ends once the transaction is on disk.</summary>
    public Task<TResult> RunAsync<TResult>(Func<SqliteSession, TResult> run, CallBounds bounds)
    {
        var write = new SqliteWrite<TResult>(run, bounds, file);
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
        while (true)
        {
            lock (gate)
            {
                while (waiting.Count == 0 && taken.Count == 0 && !closed)
                    Monitor.Wait(gate);
                if (waiting.Count == 0 && taken.Count == 0)
                    return;
                Take();
            }

            var batch = new List<SqliteWrite>();
            var committing = false;
            try
            {
                session ??= SqliteSession.OpenWriter(file, busyTimeout, cache);
                if (!Lock())
                    continue;
                RunBatch(batch, session);
                committing = true;
                session.Commit();
            }
            catch (Exception exception)
            {
                Abandon();
                if (batch.Count == 0)
                    TakeAll(batch); // Nothing could be begun.
                var told = exception as StorageException ?? new StorageException($"{file} could not be written: {exception.Message}", exception);
                foreach (var write in batch)
                    write.Fail(committing ? SqliteFault.OfCommit(told) : told);
                continue;
            }

            foreach (var write in batch)
                write.Complete();
        }
    }

    // SQLite's own waiting backs off to 100 ms, which starves a process beside a busy one. Each write waits for so long and no longer.
    private bool Lock()
    {
        // Another process that waits for the lock polls for it: leave it a gap.
        if (shared)
            Thread.Sleep(1);
        for (shared = false; !session!.TryBegin(); shared = true)
        {
            if (lockedSince == 0)
                Volatile.Write(ref lockedSince, Stopwatch.GetTimestamp());
            FailLate();
            if (taken.Count == 0)
                return false;
            Thread.Sleep(1);
        }

        Volatile.Write(ref lockedSince, 0);
        return true;
    }

    private void FailLate()
    {
        StorageException? told = null;
        while (taken.TryPeek(out var write) && write.Age > busyTimeout)
        {
            told ??= LockedFault();
            taken.Dequeue().Fail(told);
        }
    }

    /// <summary>Says who has the lock and since when it has been so.</summary>
    public StorageException LockedFault() => SqliteFault.Locked(file, DateTimeOffset.UtcNow - Locked, Locked);

    private void RunBatch(List<SqliteWrite> batch, SqliteSession session)
    {
        var begun = Stopwatch.GetTimestamp();
        while (taken.Count > 0 && batch.Count < BatchLimit && (batch.Count == 0 || Stopwatch.GetElapsedTime(begun) < LockLimit))
        {
            var write = taken.Dequeue();
            batch.Add(write);
            write.Run(session);
        }
    }

    private void Take()
    {
        foreach (var write in waiting)
            taken.Enqueue(write);
        waiting.Clear();
    }

    private void TakeAll(List<SqliteWrite> batch)
    {
        batch.AddRange(taken);
        taken.Clear();
    }

    // A connection that failed once is not trusted again.
    private void Abandon()
    {
        session?.RollBack();
        session?.Dispose();
        session = null;
    }
}
