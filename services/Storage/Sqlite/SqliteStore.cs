using System.Collections.Concurrent;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;

namespace Wan.Storage.Sqlite;

/// <summary>One SQLite file per owner in <see cref="StorageOptions.Directory"/>.</summary>
internal sealed class SqliteStore(IOptions<StorageOptions> options) : IDocumentStore, IDisposable
{
    private readonly ConcurrentDictionary<string, SqliteFile> files = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Func<CancellationToken, Task>> preparations = [];
    private readonly string directory = Path.GetFullPath(options.Value.Directory);

    public IDocuments<T> Documents<T>(string owner, string name, JsonTypeInfo<T> json) where T : class, IDocument
    {
        CollectionName.Check(owner);
        CollectionName.Check(name);
        var documents = new SqliteDocuments<T>(files.GetOrAdd(owner, Open), new SqliteTable(name), json);
        preparations.Add(documents.PrepareAsync);
        return documents;
    }

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (var prepare in preparations)
        {
            try
            {
                await prepare(cancellationToken);
            }
            catch (StorageException exception) when (SqliteFault.IsLocked(exception))
            {
                // Whoever holds it may go on after we have started; every call makes sure of its table, and the health check tells.
            }
        }
    }

    public Task CheckAsync(CancellationToken cancellationToken) => Task.WhenAll(files.Values.Select(file => file.CheckAsync(cancellationToken)));

    /// <summary>None: its processes and its files are of one host.</summary>
    public Task<StoreClock?> ReadClockAsync(CancellationToken cancellationToken) => Task.FromResult<StoreClock?>(null);

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

        return new SqliteFile(Path.Combine(directory, $"{owner}.db"), options.Value.BusyTimeout);
    }
}
