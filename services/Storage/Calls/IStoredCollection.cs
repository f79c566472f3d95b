namespace Wan.Storage.Calls;

/// <summary>
/// What SQLite and MongoDB do for a collection, each call once. <see cref="Documents{T}"/> does what is the same for both: which calls are allowed,
/// deadlines, doubts, JSON.
/// </summary>
internal interface IStoredCollection
{
    /// <summary>Whether an answer can't be to an earlier try of the same write, sent again below us.</summary>
    bool AnswersOnce { get; }

    Task<WriteAnswer> InsertAsync(StoredEntry entry, CallBounds bounds);

    Task<WriteAnswer> ReplaceAsync(StoredEntry entry, long expectedVersion, CallBounds bounds);

    Task<WriteAnswer> DeleteAsync(string id, long expectedVersion, CallBounds bounds);

    Task<Stamp?> StampAsync(string id, CallBounds bounds);

    Task<StoredEntry?> FindAsync(string id, CallBounds bounds);

    Task<StoredEntry?> FindByUniqueKeyAsync(string uniqueKey, CallBounds bounds);

    /// <summary>Those that it has claimed; fewer than there are due if the deadline comes before.</summary>
    Task<IReadOnlyList<StoredEntry>> ClaimDueAsync(DueClaim claim, CallBounds bounds);

    Task<IReadOnlyList<StoredEntry>> DueAfterAsync(long dueAfter, int limit, string? group, CallBounds bounds);

    /// <summary>One more than the query's limit, if there are so many.</summary>
    /// <param name="query">Which documents.</param>
    /// <param name="start">The query's own (<see cref="PageQuery.Start"/>).</param>
    /// <param name="bounds">The call's.</param>
    Task<IReadOnlyList<StoredEntry>> PageAsync(PageQuery query, PageCursor? start, CallBounds bounds);

    /// <summary>Those that stand behind this time (UTC ticks) and id, by when they changed.</summary>
    Task<IReadOnlyList<StoredEntry>> ChangedAsync(long changedAt, string id, string? tenant, int limit, CallBounds bounds);

    Task<long> CountBeforeAsync(string? group, long rank, int limit, CallBounds bounds);

    Task<long> CountAsync(string status, string? tenant, int limit, CallBounds bounds);

    Task<IReadOnlyList<StoredEntry>> ExpiredAsync(DateTimeOffset now, int limit, CallBounds bounds);
}
