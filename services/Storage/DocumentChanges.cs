namespace Wan.Storage;

/// <summary>
/// The one way to change a document that others may change at the same time: read it, change it, save it, and again on what somebody else has
/// written meanwhile. What only whoever holds the claim may write is saved with <see cref="IDocuments{T}.ReplaceAsync"/> instead: there, a lost race means that the
/// claim is lost.
/// </summary>
public static class DocumentChanges
{
    private const int LongestPauseMs = 50;

    /// <summary>Changes the document with this id.</summary>
    /// <param name="documents">Where it is kept.</param>
    /// <param name="id">Its id.</param>
    /// <param name="change">
    /// Changes it, and says whether there is anything to save. It may be run more than once, each time on a fresh copy.
    /// </param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The document as it is stored now, whether it was saved or there was nothing to save; null if there is none.</returns>
    /// <exception cref="StorageException">The change gives it a unique key that another document has.</exception>
    public static async Task<T?> ChangeAsync<T>(
        this IDocuments<T> documents, string id, Func<T, bool> change, CancellationToken cancellationToken = default)
        where T : class, IDocument =>
        await SaveAsync(documents, await documents.FindAsync(id, cancellationToken), id, create: null, change, cancellationToken);

    /// <summary>The same for a document that was read just now: it is read again only if somebody else has written it since.</summary>
    public static Task<T?> ChangeAsync<T>(
        this IDocuments<T> documents, T document, Func<T, bool> change, CancellationToken cancellationToken = default)
        where T : class, IDocument =>
        SaveAsync(documents, document, document.Id, create: null, change, cancellationToken);

    /// <summary>The same for one that is made where it is not there yet. A new one is stored only if the change says that there is something to save.</summary>
    public static async Task<T> ChangeOrCreateAsync<T>(
        this IDocuments<T> documents, string id, Func<T> create, Func<T, bool> change, CancellationToken cancellationToken = default)
        where T : class, IDocument =>
        (await SaveAsync(documents, await documents.FindAsync(id, cancellationToken), id, create, change, cancellationToken))!;

    private static async Task<T?> SaveAsync<T>(
        IDocuments<T> documents, T? document, string id, Func<T>? create, Func<T, bool> change, CancellationToken cancellationToken)
        where T : class, IDocument
    {
        for (var races = 0; ; races++)
        {
            document ??= create?.Invoke();
            if (document is null || !change(document))
                return document;
            var version = document.Version;
            var saved = version == 0
                ? await documents.InsertAsync(document, cancellationToken)
                : await documents.ReplaceAsync(document, cancellationToken);
            if (saved)
                return document;
            var isKeyed = document.UniqueKey is not null;
            document = await documents.FindAsync(id, cancellationToken);
            if (isKeyed && version == 0 && document is null)
                throw new StorageException($"Another document has the unique key of {id}."); // It is not there, so that this is what is in the way.

            // Every round one of them wins within a few milliseconds; they are not to meet again at the same moment.
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * Math.Min(LongestPauseMs, 1 << Math.Min(races, 6))), cancellationToken);
        }
    }
}
