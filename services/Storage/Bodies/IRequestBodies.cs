using System.Buffers;

namespace Wan.Storage.Bodies;

/// <summary>
/// The bodies of requests, as bytes, by the id of their generation. A body is written once and never changed, so that any process may read it without
/// asking its owner; only Intake writes and deletes.
/// </summary>
public interface IRequestBodies
{
    /// <summary>Stores a body. When the task ends it is on disk, whole. To store it again does no more than once.</summary>
    /// <param name="id">The generation's id.</param>
    /// <param name="body">At least one byte, always the same for the same id.</param>
    /// <param name="cancellationToken">Ends the wait; it may be stored all the same.</param>
    /// <exception cref="StorageException">It can't be stored.</exception>
    Task SaveAsync(string id, ReadOnlySequence<byte> body, CancellationToken cancellationToken = default);

    /// <summary>The same for a body that is one piece of memory.</summary>
    Task SaveAsync(string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default) =>
        SaveAsync(id, new ReadOnlySequence<byte>(body), cancellationToken);

    /// <summary>The body; null if the store certainly does not have it whole.</summary>
    /// <exception cref="StorageException">The store can't be read, or is not the one that Intake writes to.</exception>
    Task<byte[]?> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Deletes a body, or what there is of one. Nothing happens if there is none.</summary>
    /// <exception cref="StorageException">It can't be deleted; part of it may be.</exception>
    Task DeleteAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Ids of bodies, or of what there is of one, in their order: as generations have ids by time, the oldest first.</summary>
    /// <param name="after">Only ids that come after this one.</param>
    /// <param name="limit">At most so many, at least 1.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="StorageException">The store can't be read.</exception>
    Task<IReadOnlyList<string>> IdsAsync(string after, int limit, CancellationToken cancellationToken = default);
}
