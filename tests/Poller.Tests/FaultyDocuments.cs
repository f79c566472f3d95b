using System.Runtime.CompilerServices;
using Wan.Storage;

namespace Wan.Poller.Tests;

/// <summary>Documents of a store that is away whenever <see cref="StoreFaults"/> says so.</summary>
internal sealed class FaultyDocuments<T>(IDocuments<T> inner, StoreFaults faults) : IDocuments<T> where T : class, IDocument
{
    private IDocuments<T> Now([CallerMemberName] string call = "") => faults.Fails?.Invoke(typeof(T), call) == true
        ? throw new StorageUnavailableException("Made up: the store is away.", mayHaveBeenStored: false)
        : inner;

    public Task<bool> AnyAsync(CancellationToken cancellationToken = default) => Now().AnyAsync(cancellationToken);

    public Task<bool> InsertAsync(T document, CancellationToken cancellationToken = default) => Now().InsertAsync(document, cancellationToken);

    public Task<T?> FindAsync(string id, CancellationToken cancellationToken = default) => Now().FindAsync(id, cancellationToken);

    public Task<T?> FindByUniqueKeyAsync(string uniqueKey, CancellationToken cancellationToken = default) => Now().FindByUniqueKeyAsync(uniqueKey, cancellationToken);

    public Task<bool> ReplaceAsync(T document, CancellationToken cancellationToken = default) => Now().ReplaceAsync(document, cancellationToken);

    public Task<bool> DeleteAsync(T document, CancellationToken cancellationToken = default) => Now().DeleteAsync(document, cancellationToken);

    public Task<IReadOnlyList<T>> ClaimDueAsync(DueClaim claim, CancellationToken cancellationToken = default) => Now().ClaimDueAsync(claim, cancellationToken);

    public Task<IReadOnlyList<T>> DueAfterAsync(DateTimeOffset time, int limit, string? group = null, CancellationToken cancellationToken = default) =>
        Now().DueAfterAsync(time, limit, group, cancellationToken);

    public Task<DocumentPage<T>> PageAsync(PageQuery query, CancellationToken cancellationToken = default) => Now().PageAsync(query, cancellationToken);

    public Task<DocumentPage<TPart>> PageAsync<TPart>(PageQuery query, Func<ReadOnlyMemory<byte>, TPart> read, CancellationToken cancellationToken = default) =>
        Now().PageAsync(query, read, cancellationToken);

    public Task<ChangedDocuments<T>> ChangedSinceAsync(ChangedCursor since, string? tenant, int limit, CancellationToken cancellationToken = default) =>
        Now().ChangedSinceAsync(since, tenant, limit, cancellationToken);

    public Task<ChangedDocuments<TPart>> ChangedSinceAsync<TPart>(
        ChangedCursor since, string? tenant, int limit, Func<ReadOnlyMemory<byte>, TPart> read, CancellationToken cancellationToken = default) =>
        Now().ChangedSinceAsync(since, tenant, limit, read, cancellationToken);

    public Task<long> CountAsync(string status, string? tenant, CancellationToken cancellationToken = default) => Now().CountAsync(status, tenant, cancellationToken);

    public Task<long> CountBeforeAsync(string? group, long rank, CancellationToken cancellationToken = default) => Now().CountBeforeAsync(group, rank, cancellationToken);

    public Task<IReadOnlyList<T>> ExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default) => Now().ExpiredAsync(now, limit, cancellationToken);
}
