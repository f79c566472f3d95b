namespace Wan.Storage;

/// <summary>
/// One owner's documents of one kind. Every call touches single documents only, since single-document atomicity is all that
/// every store has. Several processes may use the same collection at once. Each call has an answer within <see cref="StorageOptions.Timeout"/>, or ends
/// with a <see cref="StorageUnavailableException"/>; a write whose answer was lost on the way is found out about within that time. A document that this
/// release can't read is left out of lists, with an error in the log, and is an <see cref="UnreadableDocumentException"/> where it was asked for.
/// </summary>
/// <typeparam name="T">The document. Stored as JSON.</typeparam>
public interface IDocuments<T> where T : class, IDocument
{
    /// <summary>
    /// Stores a new document and sets its <see cref="IDocument.Version"/> to 1. When the task ends with true, the document
    /// is on disk.
    /// </summary>
    /// <returns>False, and nothing is stored, if the id or the unique key is taken.</returns>
    Task<bool> InsertAsync(T document, CancellationToken cancellationToken = default);

    /// <summary>The document with this id, or null.</summary>
    Task<T?> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>The document with this unique key, or null.</summary>
    Task<T?> FindByUniqueKeyAsync(string uniqueKey, CancellationToken cancellationToken = default);

    /// <summary>
    /// Stores a changed document if its <see cref="IDocument.Version"/> is still the stored one (compare-and-set), and counts the
    /// version up. When the task ends with true, the change is on disk.
    /// </summary>
    /// <returns>False, and nothing is stored, if somebody else wrote it since, or it isn't there.</returns>
    Task<bool> ReplaceAsync(T document, CancellationToken cancellationToken = default);

    /// <summary>Deletes a document if its <see cref="IDocument.Version"/> is still the stored one (compare-and-set).</summary>
    /// <returns>True once it is gone, whoever deleted it; false, and it stays, if somebody else wrote it since.</returns>
    Task<bool> DeleteAsync(T document, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes due documents for this caller alone: moves their <see cref="IDocument.DueAt"/> to the end of the lease and counts their
    /// version up, atomically for each, so that no two claimants get the same one before the lease ends.
    /// </summary>
    Task<IReadOnlyList<T>> ClaimDueAsync(DueClaim claim, CancellationToken cancellationToken = default);

    /// <summary>
    /// Documents that are due later than this time, the latest first; none of them is claimed. Where no rule of the owner puts a due time so far
    /// ahead, they were claimed or written by a process whose clock was ahead: see <see cref="PutOff"/>. Reads an index only where there is none.
    /// </summary>
    /// <param name="time">A document that is due at this time is not among them.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="group">Only this group; null for all groups.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<IReadOnlyList<T>> DueAfterAsync(DateTimeOffset time, int limit, string? group = null, CancellationToken cancellationToken = default);

    /// <summary>Whether there is any document, also of those that this release can't read. Needs <see cref="DocumentQueries.Created"/>.</summary>
    Task<bool> AnyAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Documents newest first (by <see cref="IDocument.CreatedAt"/>, then id). Following the cursor neither repeats nor skips a document that
    /// was there at the first page, whatever is added meanwhile.
    /// </summary>
    Task<DocumentPage<T>> PageAsync(PageQuery query, CancellationToken cancellationToken = default);

    /// <summary>As the other, for whoever shows a part of each: to make the whole document of its JSON is most of what a page costs.</summary>
    /// <param name="query">Which documents.</param>
    /// <param name="read">
    /// Makes the part of the document's JSON as it is stored, in UTF-8, of whichever release. What it throws as a <see cref="System.Text.Json.JsonException"/> is a document that can't
    /// be read. <see cref="IDocument.Version"/> and <see cref="IDocument.DueAt"/> in the JSON may be older than the document.
    /// </param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<DocumentPage<TPart>> PageAsync<TPart>(PageQuery query, Func<ReadOnlyMemory<byte>, TPart> read, CancellationToken cancellationToken = default);

    /// <summary>
    /// Documents that have changed since, the earliest first (by <see cref="IDocument.ChangedAt"/>, then id), each as it is now. Reads an index only where there is none. The
    /// times are the writers': a change may be stored after one with a later time, by a write that waited or a process whose clock is behind. Who must not miss one reads again
    /// from as long before as a write may take (<see cref="StorageOptions.Timeout"/>) and clocks may differ, and knows by <see cref="IDocument.Version"/> what it has seen.
    /// </summary>
    /// <param name="since">A document at this place is not among them.</param>
    /// <param name="tenant">Only documents of this tenant; null for all.</param>
    /// <param name="limit">At most so many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<ChangedDocuments<T>> ChangedSinceAsync(ChangedCursor since, string? tenant, int limit, CancellationToken cancellationToken = default);

    /// <summary>As the other, for whoever shows a part of each: see <see cref="PageAsync{TPart}"/>.</summary>
    /// <param name="since">A document at this place is not among them.</param>
    /// <param name="tenant">Only documents of this tenant; null for all.</param>
    /// <param name="limit">At most so many, 1 to 1,000.</param>
    /// <param name="read">Makes the part of the document's JSON.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<ChangedDocuments<TPart>> ChangedSinceAsync<TPart>(
        ChangedCursor since, string? tenant, int limit, Func<ReadOnlyMemory<byte>, TPart> read, CancellationToken cancellationToken = default);

    /// <summary>
    /// How many unfinished documents of a group stand before a rank: <see cref="IDocument.DueAt"/> is set, the rank is lower. Reads an index only,
    /// and counts to <see cref="DocumentCount.Limit"/> only.
    /// </summary>
    Task<long> CountBeforeAsync(string? group, long rank, CancellationToken cancellationToken = default);

    /// <summary>How many documents of a status there are. Reads an index only, and counts to <see cref="DocumentCount.Limit"/> only.</summary>
    /// <param name="status">The status.</param>
    /// <param name="tenant">Only documents of this tenant; null for all.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<long> CountAsync(string status, string? tenant, CancellationToken cancellationToken = default);

    /// <summary>
    /// Finished documents whose time is over (<see cref="Retention"/>), those that have been so the longest first. Their owner deletes them.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="InvalidOperationException">The collection keeps its documents for ever.</exception>
    Task<IReadOnlyList<T>> ExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default);
}
