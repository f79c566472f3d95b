using System.Text.Json.Serialization.Metadata;

namespace Wan.Storage;

/// <summary>Where the documents of this process are kept: SQLite files or a MongoDB database.</summary>
public interface IDocumentStore
{
    /// <summary>The documents of one kind of one owner. Opens nothing yet.</summary>
    /// <param name="owner">The service that owns them: one SQLite file, or the first part of a MongoDB collection's name.</param>
    /// <param name="name">The collection's name.</param>
    /// <param name="json">How a document is written as JSON.</param>
    IDocuments<T> Documents<T>(string owner, string name, JsonTypeInfo<T> json) where T : class, IDocument;

    /// <summary>
    /// Makes what is missing (file, tables, indexes) for every collection asked for so far. A server that can't be reached yet is left
    /// for later: every call makes sure of its collection, and the health check tells.
    /// </summary>
    /// <exception cref="StorageException">A file can't be opened or made; the message says why.</exception>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Proves that documents can be read and written.</summary>
    /// <exception cref="StorageException">They can't; the message says why.</exception>
    Task CheckAsync(CancellationToken cancellationToken);

    /// <summary>What the store's own clock shows; null where it has none of its own, as a file of this host has not.</summary>
    /// <exception cref="StorageException">It can't be asked; the message says why.</exception>
    Task<StoreClock?> ReadClockAsync(CancellationToken cancellationToken);
}
