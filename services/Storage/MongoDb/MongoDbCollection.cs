using MongoDB.Bson;
using MongoDB.Driver;
using Wan.Storage.Calls;

namespace Wan.Storage.MongoDb;

/// <summary>A collection. Only the index of the unique keys is waited for, at the first write: without it a key could be taken twice.</summary>
internal sealed class MongoDbCollection(IMongoCollection<BsonDocument> collection, DocumentQueries queries, Retention retention, MongoDbCalls calls)
    : IStoredCollection
{
    private static readonly ProjectionDefinition<BsonDocument> OnlyStamp = new BsonDocument { { "version", 1 }, { "write_id", 1 } };

    // A hint of what to claim: whether it may be claimed is asked of the primary once more.
    private readonly IMongoCollection<BsonDocument> latest = collection.WithReadConcern(ReadConcern.Local);

    private volatile bool keysAreUnique = !queries.HasFlag(DocumentQueries.UniqueKey);

    /// <summary>The driver is told to send nothing again (<see cref="MongoDbSettings"/>).</summary>
    public bool AnswersOnce => true;

    /// <summary>Makes the indexes that are missing; one that is being made elsewhere is waited for.</summary>
    public async Task PrepareAsync(CallBounds bounds)
    {
        // One at a time: what is wrong with one must not keep the others from being made.
        StorageException? fault = null;
        foreach (var index in MongoDbIndexes.Of(queries, retention))
        {
            try
            {
                await MakeAsync(index, bounds);
            }
            catch (StorageException exception) when (exception is not StorageUnavailableException)
            {
                fault = exception;
            }
        }

        if (fault is not null)
            throw fault;
    }

    public async Task<WriteAnswer> InsertAsync(StoredEntry entry, CallBounds bounds)
    {
        await MakeSureOfKeysAsync(bounds);
        var document = MongoDbEntry.Write(entry);
        try
        {
            return await calls.WriteAsync(
                async token =>
                {
                    await collection.InsertOneAsync(document, cancellationToken: token);
                    return WriteAnswer.Done;
                },
                bounds);
        }
        catch (MongoWriteException exception) when (MongoDbFault.IsDuplicate(exception))
        {
            return MongoDbFault.IsOfId(exception) ? WriteAnswer.Lost : WriteAnswer.KeyTaken;
        }
    }

    public async Task<WriteAnswer> ReplaceAsync(StoredEntry entry, long expectedVersion, CallBounds bounds)
    {
        await MakeSureOfKeysAsync(bounds);
        var (filter, document) = (MongoDbFilters.Unchanged(entry.Id, expectedVersion), MongoDbEntry.Write(entry));
        try
        {
            var result = await calls.WriteAsync(token => collection.ReplaceOneAsync(filter, document, cancellationToken: token), bounds);
            return result.MatchedCount == 0 ? WriteAnswer.Lost : WriteAnswer.Done;
        }
        catch (MongoWriteException exception) when (MongoDbFault.IsDuplicate(exception))
        {
            return WriteAnswer.KeyTaken;
        }
    }

    public async Task<WriteAnswer> DeleteAsync(string id, long expectedVersion, CallBounds bounds)
    {
        var result = await calls.WriteAsync(token => collection.DeleteOneAsync(MongoDbFilters.Unchanged(id, expectedVersion), token), bounds);
        return result.DeletedCount == 0 ? WriteAnswer.Lost : WriteAnswer.Done;
    }

    public async Task<Stamp?> StampAsync(string id, CallBounds bounds) =>
        await FirstAsync(collection.Find(new BsonDocument("_id", id)).Project<BsonDocument>(OnlyStamp), bounds) is { } found
            ? MongoDbEntry.ReadStamp(found)
            : null;

    public Task<StoredEntry?> FindAsync(string id, CallBounds bounds) => FindOneAsync(new BsonDocument("_id", id), bounds);

    public Task<StoredEntry?> FindByUniqueKeyAsync(string uniqueKey, CallBounds bounds) => FindOneAsync(new BsonDocument("unique_key", uniqueKey), bounds);

    public Task<IReadOnlyList<StoredEntry>> ClaimDueAsync(DueClaim claim, CallBounds bounds) =>
        new MongoDbClaim(this, collection, latest, calls, claim).RunAsync(bounds);

    public Task<IReadOnlyList<StoredEntry>> DueAfterAsync(long dueAfter, int limit, string? group, CallBounds bounds) =>
        ListAsync(collection.Find(MongoDbFilters.DueAfter(group, dueAfter)).Sort(MongoDbFilters.LatestDue).Limit(limit), bounds);

    public Task<IReadOnlyList<StoredEntry>> PageAsync(PageQuery query, PageCursor? start, CallBounds bounds) =>
        ListAsync(collection.Find(MongoDbFilters.Page(query, start)).Sort(MongoDbFilters.PageSort).Limit(query.Limit + 1), bounds);

    public Task<IReadOnlyList<StoredEntry>> ChangedAsync(long changedAt, string id, string? tenant, int limit, CallBounds bounds) =>
        ListAsync(collection.Find(MongoDbFilters.Changed(tenant, changedAt, id)).Sort(MongoDbFilters.EarliestChanged).Limit(limit), bounds);

    public Task<long> CountBeforeAsync(string? group, long rank, int limit, CallBounds bounds) => calls.ReadAsync(
        token => collection.CountDocumentsAsync(MongoDbFilters.Before(group, rank), new CountOptions { Limit = limit }, token), bounds);

    public Task<long> CountAsync(string status, string? tenant, int limit, CallBounds bounds) => calls.ReadAsync(
        token => collection.CountDocumentsAsync(
            MongoDbFilters.Page(new PageQuery { Limit = limit, Status = status, Tenant = tenant }, null), new CountOptions { Limit = limit }, token), bounds);

    public Task<IReadOnlyList<StoredEntry>> ExpiredAsync(DateTimeOffset now, int limit, CallBounds bounds) =>
        ListAsync(collection.Find(MongoDbFilters.Expired(now)).Sort(MongoDbFilters.LongestExpired).Limit(limit), bounds);

    /// <summary>The document with this id, as a majority of the servers has it.</summary>
    public async Task<StoredEntry?> FindOneAsync(BsonDocument filter, CallBounds bounds) =>
        await FirstAsync(collection.Find(filter), bounds) is { } found ? MongoDbEntry.Read(found) : null;

    private async Task<BsonDocument?> FirstAsync(IFindFluent<BsonDocument, BsonDocument> find, CallBounds bounds)
    {
        var found = await calls.ReadAsync(token => find.Limit(1).ToListAsync(token), bounds);
        return found.Count == 0 ? null : found[0];
    }

    private async Task<IReadOnlyList<StoredEntry>> ListAsync(IFindFluent<BsonDocument, BsonDocument> find, CallBounds bounds) =>
        (await calls.ReadAsync(find.ToListAsync, bounds)).ConvertAll(MongoDbEntry.Read);

    private async Task MakeSureOfKeysAsync(CallBounds bounds)
    {
        if (!keysAreUnique)
            await MakeAsync(MongoDbIndexes.Of(DocumentQueries.UniqueKey, Retention.Forever)[0], bounds);
    }

    private async Task MakeAsync(CreateIndexModel<BsonDocument> index, CallBounds bounds)
    {
        await calls.ReadAsync(token => collection.Indexes.CreateOneAsync(index, cancellationToken: token), bounds);
        if (index.Options.Unique == true)
            keysAreUnique = true;
    }
}
