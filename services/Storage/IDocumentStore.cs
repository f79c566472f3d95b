namespace Wan.Storage;

/// <summary>Where the documents of this process are kept: SQLite files or a MongoDB database.</summary>
public interface IDocumentStore
{
    /// <summary>The documents of one kind of one owner. Opens nothing yet.</summary>
    IDocuments<T> Documents<T>(Collection<T> collection) where T : class, IDocument;

    /// <summary>
    /// Makes what is missing (file, tables, indexes) for every collection asked for so far. Calls don't wait for it, but for what they can't be right or
    /// run without: a missing index of a server costs them time only, unless it is that of the unique keys.
    /// </summary>
    /// <returns>False if a server can't be reached or a file is locked: to be tried again later.</returns>
    /// <exception cref="StorageException">It will not work later either; the message says why.</exception>
    Task<bool> PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Proves that documents can be read and that writes have their answers, on the way that they go; writes nothing.</summary>
    /// <exception cref="StorageException">They can't; the message says why.</exception>
    Task CheckAsync(CancellationToken cancellationToken);

    /// <summary>Deletes finished documents whose time is over (<see cref="Retention.KeepFinishedFor"/>, <see cref="Retention.KeepUsageFor"/>); nothing where the store does so by itself.</summary>
    /// <param name="limit">At most so many of each collection.</param>
    /// <param name="cancellationToken">Ends it between two collections.</param>
    /// <returns>How many they were.</returns>
    Task<int> DeleteExpiredAsync(int limit, CancellationToken cancellationToken);

    /// <summary>What the store's own clock shows; null where it has none of its own, as a file of this host has not.</summary>
    /// <exception cref="StorageException">It can't be asked; the message says why.</exception>
    Task<StoreClock?> ReadClockAsync(CancellationToken cancellationToken);
}
