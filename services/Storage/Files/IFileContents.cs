namespace Wan.Storage.Files;

/// <summary>
/// What requesters gave as files (images, videos, sounds), as bytes, by the id of the file. Written once and never changed, so that any process may read it
/// without asking its owner; only Intake writes and deletes. Nothing is ever whole in memory.
/// </summary>
public interface IFileContents
{
    /// <summary>Opens a place on this machine's disk for a file that is coming in. Nobody finds it before <see cref="KeepAsync"/>.</summary>
    /// <param name="id">The file's id, a UUID in small letters.</param>
    /// <exception cref="StorageException">There is no such place; the message says why.</exception>
    FileDraft Begin(string id);

    /// <summary>Keeps a draft. When the task ends it is on disk, whole, and found.</summary>
    /// <exception cref="DiskFullException">There is no room for it.</exception>
    /// <exception cref="StorageException">It can't be stored; part of it may be.</exception>
    Task KeepAsync(FileDraft draft, CancellationToken cancellationToken = default);

    /// <summary>The content, from its beginning; it can be read from any place, and knows its length. Null if the store certainly does not have it whole.</summary>
    /// <exception cref="StorageException">The store can't be read, or is not the one that Intake writes to.</exception>
    Task<Stream?> OpenAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Deletes a content, or what there is of one. Nothing happens if there is none.</summary>
    /// <exception cref="StorageException">It can't be deleted; part of it may be.</exception>
    Task DeleteAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Ids of contents, or of what there is of one, in their order: as files have ids by time, the oldest first.</summary>
    /// <param name="after">Only ids that come after this one.</param>
    /// <param name="limit">At most so many, at least 1.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="StorageException">The store can't be read.</exception>
    Task<IReadOnlyList<string>> IdsAsync(string after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Bytes that are free where drafts are written; null if that can't be told.</summary>
    long? FreeBytes { get; }

    /// <summary>Deletes drafts that nobody writes any more, since their process died.</summary>
    /// <param name="before">Only those that were last written before this time.</param>
    /// <returns>How many.</returns>
    int DeleteDrafts(DateTimeOffset before);
}
