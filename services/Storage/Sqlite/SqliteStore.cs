using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wan.Storage.Calls;

namespace Wan.Storage.Sqlite;

/// <summary>One SQLite file per owner in <see cref="StorageOptions.Directory"/>.</summary>
internal sealed class SqliteStore(IOptions<StorageOptions> options, TimeProvider time, ILogger<SqliteStore> logger) : IDocumentStore, IDisposable
{
    private readonly ConcurrentDictionary<string, SqliteFile> files = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<(SqliteFile File, SqliteCollection Collection, Retention Retention)> collections = [];
    private readonly string directory = Path.GetFullPath(options.Value.Directory);

    /// <summary>Deadlines, telemetry and readiness of its Calls.</summary>
    public StoreCalls Calls { get; } = new("sqlite", options.Value);

    public IDocuments<T> Documents<T>(Collection<T> collection) where T : class, IDocument
    {
        var file = files.GetOrAdd(collection.Owner, Open);
        var stored = new SqliteCollection(file, collection.Name, collection.Queries, collection.Retention != Retention.Forever);
        collections.Add((file, stored, collection.Retention));
        return new Documents<T>(collection, stored, Calls, new DocumentJson<T>(collection, options.Value, time), logger);
    }

    public async Task<bool> PrepareAsync(CancellationToken cancellationToken)
    {
        var all = true;
        foreach (var file in collections.GroupBy(collection => collection.File))
        {
            try
            {
                file.Key.DropSuperseded(file.Select(collection => collection.Collection));
                foreach (var (_, collection, _) in file)
                    await collection.PrepareAsync(new CallBounds(CancellationToken.None, cancellationToken));
            }
            catch (StorageException exception) when (SqliteFault.IsLocked(exception))
            {
                all = false; // Whoever holds it may go on after we have started; every call makes sure of its table, and the health check tells.
            }
        }

        return all;
    }

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        // The files first: who holds a lock says more than that a write waits.
        await Task.WhenAll(files.Values.Select(file => file.CheckAsync(cancellationToken)));
        Calls.Writes.Check();
    }

    /// <summary>None: its processes and its files are of one host.</summary>
    public Task<StoreClock?> ReadClockAsync(CancellationToken cancellationToken) => Task.FromResult<StoreClock?>(null);

    public async Task<int> DeleteExpiredAsync(int limit, CancellationToken cancellationToken)
    {
        var deleted = 0;
        foreach (var (_, collection, retention) in collections)
        {
            if (retention is Retention.KeepFinishedFor or Retention.KeepUsageFor)
            {
                deleted += await Calls.ClaimAsync(
                    "delete_expired", collection.Name, bounds => collection.DeleteExpiredAsync(time.GetUtcNow(), limit, bounds), cancellationToken);
            }
        }

        return deleted;
    }

    public void Dispose()
    {
        foreach (var file in files.Values)
            file.Dispose();
    }

    private SqliteFile Open(string owner)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"Storage:Directory: the folder {directory} can't be made. Name another, or allow this process to make it. ({exception.Message})", exception);
        }

        // Whoever waits for a lock is told who has it before the deadline of the call ends it.
        var longest = options.Value.Timeout * 3 / 4;
        return new SqliteFile(Path.Combine(directory, $"{owner}.db"), options.Value.BusyTimeout < longest ? options.Value.BusyTimeout : longest);
    }
}
