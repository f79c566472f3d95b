using MongoDB.Bson;

namespace Wan.Storage.MongoDb;

/// <summary>What each call looks for. Each goes straight to its place in one of <see cref="MongoDbIndexes"/>.</summary>
internal static class MongoDbFilters
{
    public static readonly BsonDocument PageSort = new() { { "created_at", -1 }, { "_id", -1 } };

    public static readonly BsonDocument EarliestChanged = new() { { "changed_at", 1 }, { "_id", 1 } };

    public static readonly BsonDocument LatestDue = new("due_at", -1);

    public static readonly BsonDocument LongestExpired = new("keep_until", 1);

    /// <summary>The document as it was when this version of it was seen.</summary>
    public static BsonDocument Unchanged(string id, long version) => new() { { "_id", id }, { "version", version } };

    /// <summary>Due documents that this claim does not hold already.</summary>
    public static BsonDocument Due(string? group, long dueBy, long until)
    {
        var filter = new BsonDocument("due_at", new BsonDocument { { "$gt", 0L }, { "$lte", dueBy }, { "$ne", until } });
        if (group is not null)
            filter.Add("group", group);
        return filter;
    }

    /// <summary>Documents that are due later than this.</summary>
    public static BsonDocument DueAfter(string? group, long dueAfter)
    {
        var filter = new BsonDocument("due_at", new BsonDocument("$gt", Math.Max(0, dueAfter)));
        if (group is not null)
            filter.Add("group", group);
        return filter;
    }

    public static BsonDocument ClaimSort(ClaimOrder order) =>
        order == ClaimOrder.LowestRank ? new BsonDocument { { "rank", 1 }, { "due_at", 1 } } : new BsonDocument("due_at", 1);

    /// <summary>Unfinished documents of a group, or of none, before a rank. A field that is not there equals null.</summary>
    public static BsonDocument Before(string? group, long rank) => new()
    {
        { "group", group is null ? BsonNull.Value : new BsonString(group) },
        { "rank", new BsonDocument("$lt", rank) },
        { "due_at", MongoDbIndexes.HasDueTime },
    };

    /// <summary>Documents whose time is over.</summary>
    public static BsonDocument Expired(DateTimeOffset now) => new("keep_until", new BsonDocument("$lte", MongoDbEntry.Date(now.UtcTicks)));

    /// <summary>Documents that stand behind this time and id, by when they changed.</summary>
    public static BsonDocument Changed(string? tenant, long changedAt, string id)
    {
        var filter = new BsonDocument("changed_at", new BsonDocument("$gte", changedAt));
        if (tenant is not null)
            filter.Add("tenant", tenant);

        // Parts documents of the same instant only.
        filter.Add("$or", new BsonArray
        {
            new BsonDocument("changed_at", new BsonDocument("$gt", changedAt)),
            new BsonDocument("_id", new BsonDocument("$gt", id)),
        });
        return filter;
    }

    public static BsonDocument Page(PageQuery query, PageCursor? start)
    {
        var filter = new BsonDocument();
        if (query.LookupKey is not null)
            filter.Add("lookup_key", query.LookupKey);
        if (query.Tenant is not null)
            filter.Add("tenant", query.Tenant);
        if (query.Status is not null)
            filter.Add("status", query.Status);
        var created = new BsonDocument();
        if (query.CreatedAfter is { } after)
            created.Add("$gte", after.UtcTicks);
        if (start is { } before)
        {
            // The first condition bounds the index; the second only parts documents of the same instant.
            created.Add("$lte", before.CreatedAt);
            filter.Add("$or", new BsonArray
            {
                new BsonDocument("created_at", new BsonDocument("$lt", before.CreatedAt)),
                new BsonDocument("_id", new BsonDocument("$lt", before.Id)),
            });
        }

        if (created.ElementCount > 0)
            filter.Add("created_at", created);
        return filter;
    }
}
