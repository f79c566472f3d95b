using System.Collections.Concurrent;

namespace Wan.Storage.Sqlite;

/// <summary>One owner's file: one writer, and as many readers as read at once.</summary>
internal sealed class SqliteFile(string path) : IDisposable
{
    private readonly Lazy<SqliteWriter> writer = new(() => new SqliteWriter(path));
    private readonly ConcurrentBag<SqliteSession> readers = [];
    private volatile bool disposed;

    public string Path { get; } = path;

    public Task<TResult> WriteAsync<TResult>(Func<SqliteSession, TResult> write, CancellationToken cancellationToken) =>
        writer.Value.RunAsync(write, cancellationToken);

    /// <summary>Reads on this thread: a point read of a few microseconds is not worth another thread.</summary>
    public TResult Read<TResult>(Func<SqliteSession, TResult> read)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var session = readers.TryTake(out var pooled) ? pooled : SqliteSession.OpenReader(Path);
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

    /// <summary>Proves that the file is there and can be written, by writing.</summary>
    public Task CheckAsync(CancellationToken cancellationToken)
    {
        // A file that was deleted under us would still take writes, and lose them.
        if (writer.IsValueCreated && !File.Exists(Path))
            throw new StorageException($"{Path} is gone. Put it back and start this process again.");
        return WriteAsync(
            session =>
            {
                session.WriteVersion();
                return true;
            },
            cancellationToken);
    }

    public void Dispose()
    {
        disposed = true;
        while (readers.TryTake(out var session))
            session.Dispose();
        if (writer.IsValueCreated)
            writer.Value.Dispose();
    }
}
