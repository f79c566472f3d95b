using System.Collections.Concurrent;
using Wan.Storage.Calls;

namespace Wan.Storage.Sqlite;

/// <summary>One owner's file: one writer, and as many readers as read at once.</summary>
/// <param name="path">Where it is.</param>
/// <param name="busyTimeout">How long a write waits for other processes.</param>
/// <param name="cache">How much of it the writer may keep in memory, in KiB.</param>
internal sealed class SqliteFile(string path, TimeSpan busyTimeout, int cache = SqliteSession.UsualCache) : IDisposable
{
    // Shorter than any prober's patience, and than a write's own: whoever asks is told who has the lock while the writes still wait for it.
    private static readonly TimeSpan CheckLimit = TimeSpan.FromSeconds(2);

    private readonly Lazy<SqliteWriter> writer = new(() => new SqliteWriter(path, busyTimeout, cache));
    private readonly ConcurrentBag<SqliteSession> readers = [];
    private readonly CountdownEvent reading = new(1); // The reads under way, and one more until it is closed.
    private readonly Lock closing = new();
    private bool closed;

    public string Path { get; } = path;

    /// <summary>Whether there is such a file; there may be nothing in it yet.</summary>
    public bool IsThere => File.Exists(Path);

    public Task<TResult> WriteAsync<TResult>(Func<SqliteSession, TResult> write, CallBounds bounds) => writer.Value.RunAsync(write, bounds);

    /// <summary>
    /// Reads on this thread: a point read of a few microseconds is not worth another thread. No deadline ends it: it waits for no lock, and is bounded by
    /// what it reads, which is a place in an index and a limited number of rows from there on.
    /// </summary>
    public TResult Read<TResult>(Func<SqliteSession, TResult> read)
    {
        ObjectDisposedException.ThrowIf(!reading.TryAddCount(), this);
        try
        {
            var session = readers.TryTake(out var pooled) ? pooled : SqliteSession.OpenReader(Path, busyTimeout);
            try
            {
                var result = read(session);
                readers.Add(session);
                return result;
            }
            catch
            {
                session.Dispose();
                throw;
            }
        }
        finally
        {
            reading.Signal();
        }
    }

    /// <summary>
    /// Drops the indexes that no collection needs any more, if this process is the only one that has the file open: an older release beside it may need
    /// them, and would not be there to make them again.
    /// </summary>
    public void DropSuperseded(IEnumerable<SqliteCollection> collections)
    {
        if (!IsThere || writer.IsValueCreated || !readers.IsEmpty)
            return;
        using var session = SqliteSession.OpenWriter(Path, busyTimeout, cache);
        var names = collections.SelectMany(collection => collection.Superseded(session)).ToList();
        if (names.Count == 0 || !session.TryBeAlone())
            return;
        foreach (var name in names)
            session.Execute($"DROP INDEX {name}");
        session.EndBeingAlone();
    }

    /// <summary>Proves that the file is there and that its lock can be had, on the way that writes go; writes nothing.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        // A file that was deleted under us would still take writes, and lose them.
        if (writer.IsValueCreated && !File.Exists(Path))
            throw new StorageException($"{Path} is gone. Put it back and start this process again.");
        try
        {
            await WriteAsync(session => session.Scalar("PRAGMA schema_version"), new CallBounds(CancellationToken.None, cancellationToken))
                .WaitAsync(CheckLimit, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw writer.Value.Locked > TimeSpan.Zero
                ? writer.Value.LockedFault()
                : new StorageException($"{Path} took no write within {CheckLimit.TotalSeconds:0} s, though no other process holds it: check its disk.", exception);
        }
    }

    /// <summary>
    /// Waits for what is read, writes what waits, and closes the file, so that its log is in it: whoever copies or moves the file then has all of it.
    /// A second caller waits for the first.
    /// </summary>
    public void Dispose()
    {
        lock (closing)
        {
            if (closed)
                return;
            closed = true;
            reading.Signal();
            reading.Wait(busyTimeout);
            while (readers.TryTake(out var session))
                session.Dispose();
            if (writer.IsValueCreated)
                writer.Value.Dispose();
        }
    }
}
