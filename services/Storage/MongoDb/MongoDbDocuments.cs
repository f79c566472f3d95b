using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Wan.Storage.MongoDb;

/// <summary>
/// A collection. The JSON is one string beside the fields that are searched, so that no name or value in it can be taken for one of
/// MongoDB's own. Version and due time are true in the fields; the copies in the JSON may be older.
/// </summary>
internal sealed class MongoDbDocuments<T>(IMongoCollection<BsonDocument> collection, JsonTypeInfo<T> json) : IDocuments<T>
    where T : class, IDocument
{
    private volatile bool prepared;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (prepared)
            return;
        await MongoDbFault.ToldAsync(() => collection.Indexes.CreateManyAsync(MongoDbIndexes.All, cancellationToken));
        prepared = true;
    }

    public async Task<bool> InsertAsync(T document, CancellationToken cancellationToken = default)
    {
        await PrepareAsync(cancellationToken);
        var inserted = await MongoDbFault.ToldAsync(async () =>
        {
            try
            {
                await collection.InsertOneAsync(Write(document, 1), cancellationToken: cancellationToken);
                return true;
            }
            catch (MongoWriteException exception) when (MongoDbFault.IsDuplicate(exception))
            {
                return false;
            }
        });
        if (inserted)
            document.Version = 1;
        return inserted;
    }

    public Task<T?> FindAsync(string id, CancellationToken cancellationToken = default) =>
        FindOneAsync(new BsonDocument("_id", id), cancellationToken);

    public Task<T?> FindByUniqueKeyAsync(string uniqueKey, CancellationToken cancellationToken = default) =>
        FindOneAsync(new BsonDocument("unique_key", uniqueKey), cancellationToken);

    public async Task<bool> ReplaceAsync(T document, CancellationToken cancellationToken = default)
    {
        await PrepareAsync(cancellationToken);
        var next = document.Version + 1;
        var filter = new BsonDocument { { "_id", document.Id }, { "version", document.Version } };
        var result = await MongoDbFault.ToldAsync(() =>
            collection.ReplaceOneAsync(filter, Write(document, next), cancellationToken: cancellationToken));
        if (result.MatchedCount == 0)
            return false;
        document.Version = next;
        return true;
    }

    public async Task<IReadOnlyList<T>> ClaimDueAsync(DueClaim claim, CancellationToken cancellationToken = default)
    {
        claim.Check();
        await PrepareAsync(cancellationToken);
        var until = (claim.Now + claim.Lease).UtcTicks;
        var filter = MongoDbFilters.Due(claim.Group, claim.IgnoreDueTime ? long.MaxValue : claim.Now.UtcTicks, until);
        var update = new BsonDocument { { "$set", new BsonDocument("due_at", until) }, { "$inc", new BsonDocument("version", 1L) } };
        var options = new FindOneAndUpdateOptions<BsonDocument>
        {
            Sort = MongoDbFilters.ClaimSort(claim.Order),
            ReturnDocument = ReturnDocument.After,
        };

        var claimed = new List<T>();
        try
        {
            while (claimed.Count < claim.Limit)
            {
                var found = await MongoDbFault.ToldAsync(() => collection.FindOneAndUpdateAsync(filter, update, options, cancellationToken));
                if (found is null)
                    break;
                claimed.Add(Read(found));
            }
        }
        catch (Exception exception) when (claimed.Count > 0 && exception is StorageException or OperationCanceledException)
        {
            // What is claimed already is worth more than the error, which the next call meets again.
        }

        return claimed;
    }

    public async Task<IReadOnlyList<T>> DueAfterAsync(
        DateTimeOffset time, int limit, string? group = null, CancellationToken cancellationToken = default)
    {
        await PrepareAsync(cancellationToken);
        var found = await MongoDbFault.ToldAsync(() => collection.Find(MongoDbFilters.DueAfter(group, time.UtcTicks))
            .Sort(MongoDbFilters.LatestDue).Limit(limit).ToListAsync(cancellationToken));
        return found.ConvertAll(Read);
    }

    public async Task<DocumentPage<T>> PageAsync(PageQuery query, CancellationToken cancellationToken = default)
    {
        query.Check();
        var filter = MongoDbFilters.Page(query, PageCursor.Read(query.Cursor));
        await PrepareAsync(cancellationToken);
        var found = await MongoDbFault.ToldAsync(() =>
            collection.Find(filter).Sort(MongoDbFilters.PageSort).Limit(query.Limit + 1).ToListAsync(cancellationToken));
        var items = found.Take(query.Limit).Select(Read).ToList();
        return found.Count <= query.Limit
            ? new DocumentPage<T>(items, null)
            : new DocumentPage<T>(items, new PageCursor(items[^1].CreatedAt.UtcTicks, items[^1].Id).ToString());
    }

    public async Task<long> CountBeforeAsync(string? group, long rank, CancellationToken cancellationToken = default)
    {
        await PrepareAsync(cancellationToken);
        return await MongoDbFault.ToldAsync(() =>
            collection.CountDocumentsAsync(MongoDbFilters.Before(group, rank), cancellationToken: cancellationToken));
    }

    private async Task<T?> FindOneAsync(BsonDocument filter, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        var found = await MongoDbFault.ToldAsync(() => collection.Find(filter).Limit(1).ToListAsync(cancellationToken));
        return found.Count == 0 ? null : Read(found[0]);
    }

    private BsonDocument Write(T document, long version)
    {
        var fields = new BsonDocument
        {
            { "_id", document.Id },
            { "version", version },
            { "created_at", document.CreatedAt.UtcTicks },
            { "rank", document.Rank },
            { "body", JsonSerializer.Serialize(document, json) },
        };

        // What is null is left out: the indexes on due times and unique keys hold only documents that have one.
        if (document.DueAt is { } dueAt)
            fields.Add("due_at", dueAt.UtcTicks);
        if (document.UniqueKey is { } uniqueKey)
            fields.Add("unique_key", uniqueKey);
        if (document.Group is { } group)
            fields.Add("group", group);
        if (document.Status is { } status)
            fields.Add("status", status);
        if (document.Tenant is { } tenant)
            fields.Add("tenant", tenant);
        return fields;
    }

    private T Read(BsonDocument fields) => StoredBody.Read(
        System.Text.Encoding.UTF8.GetBytes(fields["body"].AsString),
        json,
        fields["version"].AsInt64,
        fields.TryGetValue("due_at", out var dueAt) ? dueAt.AsInt64 : null);
}
