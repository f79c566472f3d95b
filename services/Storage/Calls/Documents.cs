using Microsoft.Extensions.Logging;

namespace Wan.Storage.Calls;

/// <summary>A collection: checks each call against its declaration, bounds it, settles what is in doubt, and makes JSON of documents.</summary>
internal sealed partial class Documents<T>(
    Collection<T> collection, IStoredCollection stored, StoreCalls calls, DocumentJson<T> json, ILogger logger) : IDocuments<T>
    where T : class, IDocument
{
    private readonly string name = collection.ToString();

    public async Task<bool> InsertAsync(T document, CancellationToken cancellationToken = default)
    {
        var entry = json.Write(document, 1);
        var answer = await WriteAsync("insert", entry.Id, 0, entry.WriteId, bounds => stored.InsertAsync(entry, bounds), cancellationToken);
        if (answer != WriteAnswer.Done)
            return false;
        document.Version = 1;
        return true;
    }

    public async Task<bool> ReplaceAsync(T document, CancellationToken cancellationToken = default)
    {
        var version = document.Version;
        var entry = json.Write(document, version + 1);
        var answer = await WriteAsync(
            "replace", entry.Id, version, entry.WriteId, bounds => stored.ReplaceAsync(entry, version, bounds), cancellationToken);
        if (answer == WriteAnswer.KeyTaken)
            throw new StorageException($"Another document of {name} has the unique key of {entry.Id}.");
        if (answer != WriteAnswer.Done)
            return false;
        document.Version = version + 1;
        return true;
    }

    public async Task<bool> DeleteAsync(T document, CancellationToken cancellationToken = default)
    {
        var gone = new Stamp(0, 0);
        var answer = await calls.WriteAsync(
            "delete",
            name,
            bounds => DoubtfulWrite.SettleAsync(
                () => stored.DeleteAsync(document.Id, document.Version, bounds),
                async () => await stored.StampAsync(document.Id, bounds) ?? gone,
                document.Version, 0, answersOnce: false, bounds.Deadline),
            cancellationToken);
        return answer == WriteAnswer.Done;
    }

    public async Task<T?> FindAsync(string id, CancellationToken cancellationToken = default) =>
        await calls.ReadAsync("find", name, bounds => stored.FindAsync(id, bounds), cancellationToken) is { } entry ? json.Read(entry) : null;

    public async Task<T?> FindByUniqueKeyAsync(string uniqueKey, CancellationToken cancellationToken = default)
    {
        collection.Need(DocumentQueries.UniqueKey);
        return await calls.ReadAsync("find_by_unique_key", name, bounds => stored.FindByUniqueKeyAsync(uniqueKey, bounds), cancellationToken)
            is { } entry ? json.Read(entry) : null;
    }

    public async Task<IReadOnlyList<T>> ClaimDueAsync(DueClaim claim, CancellationToken cancellationToken = default)
    {
        claim.Check();
        collection.Need(claim.Query);
        var claimed = await calls.ClaimAsync("claim", name, bounds => stored.ClaimDueAsync(claim, bounds), cancellationToken);
        StorageTelemetry.Claimed(name, claim, claimed);
        return Readable(claimed);
    }

    public async Task<IReadOnlyList<T>> DueAfterAsync(
        DateTimeOffset time, int limit, string? group = null, CancellationToken cancellationToken = default)
    {
        collection.Need(group is null ? DocumentQueries.Due : DocumentQueries.GroupDue);
        return Readable(await calls.ReadAsync(
            "due_after", name, bounds => stored.DueAfterAsync(time.UtcTicks, limit, group, bounds), cancellationToken));
    }

    public async Task<bool> AnyAsync(CancellationToken cancellationToken = default)
    {
        collection.Need(DocumentQueries.Created);
        return (await calls.ReadAsync("page", name, bounds => stored.PageAsync(new PageQuery { Limit = 1 }, null, bounds), cancellationToken)).Count > 0;
    }

    public Task<DocumentPage<T>> PageAsync(PageQuery query, CancellationToken cancellationToken = default) =>
        PageOfAsync(query, json.Read, cancellationToken);

    public Task<DocumentPage<TPart>> PageAsync<TPart>(
        PageQuery query, Func<ReadOnlyMemory<byte>, TPart> read, CancellationToken cancellationToken = default) =>
        PageOfAsync(query, entry => json.Read(entry, read), cancellationToken);

    public Task<ChangedDocuments<T>> ChangedSinceAsync(ChangedCursor since, string? tenant, int limit, CancellationToken cancellationToken = default) =>
        ChangedOfAsync(since, tenant, limit, json.Read, cancellationToken);

    public Task<ChangedDocuments<TPart>> ChangedSinceAsync<TPart>(
        ChangedCursor since, string? tenant, int limit, Func<ReadOnlyMemory<byte>, TPart> read, CancellationToken cancellationToken = default) =>
        ChangedOfAsync(since, tenant, limit, entry => json.Read(entry, read), cancellationToken);

    public Task<long> CountBeforeAsync(string? group, long rank, CancellationToken cancellationToken = default)
    {
        collection.Need(DocumentQueries.GroupRank);
        return calls.ReadAsync("count_before", name, bounds => stored.CountBeforeAsync(group, rank, DocumentCount.Limit, bounds), cancellationToken);
    }

    public Task<long> CountAsync(string status, string? tenant, CancellationToken cancellationToken = default)
    {
        collection.Need(tenant is null ? DocumentQueries.Status : DocumentQueries.TenantStatus);
        return calls.ReadAsync("count", name, bounds => stored.CountAsync(status, tenant, DocumentCount.Limit, bounds), cancellationToken);
    }

    public async Task<IReadOnlyList<T>> ExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default)
    {
        if (collection.Retention == Retention.Forever)
            throw new InvalidOperationException($"{name} keeps its documents for ever: none of them expires.");
        return Readable(await calls.ReadAsync("expired", name, bounds => stored.ExpiredAsync(now, limit, bounds), cancellationToken));
    }

    private async Task<DocumentPage<TItem>> PageOfAsync<TItem>(PageQuery query, Func<StoredEntry, TItem> read, CancellationToken cancellationToken)
    {
        query.Check();
        collection.Need(query.Query);
        var start = query.Start;
        var found = await calls.ReadAsync("page", name, bounds => stored.PageAsync(query, start, bounds), cancellationToken);
        var items = Readable(found.Take(query.Limit), read);
        return found.Count <= query.Limit
            ? new DocumentPage<TItem>(items, null)
            : new DocumentPage<TItem>(items, new PageCursor(found[query.Limit - 1].CreatedAt, found[query.Limit - 1].Id).ToString());
    }

    private async Task<ChangedDocuments<TItem>> ChangedOfAsync<TItem>(
        ChangedCursor since, string? tenant, int limit, Func<StoredEntry, TItem> read, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1_000);
        collection.Need(tenant is null ? DocumentQueries.ChangedAll : DocumentQueries.Changed);

        // Behind all of one instant is before the first of the next: no id is before the empty one.
        var (changedAt, id) = since.Id is null ? (since.ChangedAt.UtcTicks + 1, "") : (since.ChangedAt.UtcTicks, since.Id);
        var found = await calls.ReadAsync("changed", name, bounds => stored.ChangedAsync(changedAt, id, tenant, limit, bounds), cancellationToken);
        var next = found is [.., { ChangedAt: { } ticks } last] ? new ChangedCursor(new DateTimeOffset(ticks, TimeSpan.Zero), last.Id) : since;
        return new ChangedDocuments<TItem>(Readable(found, read), next);
    }

    private Task<WriteAnswer> WriteAsync(
        string operation, string id, long expectedVersion, long writeId, Func<CallBounds, Task<WriteAnswer>> write, CancellationToken cancellationToken) =>
        calls.WriteAsync(
            operation,
            name,
            bounds => DoubtfulWrite.SettleAsync(
                () => write(bounds), () => stored.StampAsync(id, bounds), expectedVersion, writeId, stored.AnswersOnce, bounds.Deadline),
            cancellationToken);

    private List<T> Readable(IEnumerable<StoredEntry> entries) => Readable(entries, json.Read);

    // One that can't be read must not hide the others.
    private List<TItem> Readable<TItem>(IEnumerable<StoredEntry> entries, Func<StoredEntry, TItem> read)
    {
        var documents = new List<TItem>();
        foreach (var entry in entries)
        {
            try
            {
                documents.Add(read(entry));
            }
            catch (UnreadableDocumentException exception)
            {
                Log.Unreadable(logger, exception, entry.Id, name);
            }
        }

        return documents;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The document {Id} of {Collection} can't be read and is left out. Run the release that wrote it, or mend it by hand.")]
        public static partial void Unreadable(ILogger logger, Exception exception, string id, string collection);
    }
}
