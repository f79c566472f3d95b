using MongoDB.Bson;
using MongoDB.Driver;

namespace Wan.Storage.MongoDb;

/// <summary>
/// The indexes of a collection: those of its queries only. Those on due times hold unfinished documents only: finished ones cost a claim nothing.
/// A changed index takes a new name (<c>due_v2</c>), so that two releases can run side by side; the old one is left for the operator to drop.
/// </summary>
internal static class MongoDbIndexes
{
    /// <summary>What every document that has a due time is greater than; stands in the indexes and in each filter on due times.</summary>
    public static readonly BsonDocument HasDueTime = new("$gt", 0L);

    private static readonly BsonDocument IsThere = new("$exists", true);

    /// <summary>The indexes of these queries.</summary>
    /// <param name="queries">What the collection declares.</param>
    /// <param name="retention">How long it keeps its documents.</param>
    public static IReadOnlyList<CreateIndexModel<BsonDocument>> Of(DocumentQueries queries, Retention retention)
    {
        var indexes = All.Where(index => queries.HasFlag(index.Query)).Select(index => index.Index).ToList();

        // https://www.mongodb.com/docs/manual/core/index-ttl/
        if (retention is Retention.KeepFinishedFor or Retention.KeepUsageFor)
            indexes.Add(new(Keys(("keep_until", 1)), Only("expired", "keep_until", IsThere, expireAfter: TimeSpan.Zero)));
        else if (retention == Retention.KeepGenerationsFor)
            indexes.Add(new(Keys(("keep_until", 1)), Only("expired_for_owner", "keep_until", IsThere)));
        return indexes;
    }

    private static readonly (DocumentQueries Query, CreateIndexModel<BsonDocument> Index)[] All =
    [
        (DocumentQueries.UniqueKey, new(Keys(("unique_key", 1)), new CreateIndexOptions { Name = "unique_key", Unique = true, Sparse = true })),
        (DocumentQueries.Due, new(Keys(("due_at", 1)), Only("due", "due_at", HasDueTime))),
        (DocumentQueries.GroupDue, new(Keys(("group", 1), ("due_at", 1)), Only("group_due", "due_at", HasDueTime))),
        (DocumentQueries.GroupRank, new(Keys(("group", 1), ("rank", 1), ("due_at", 1)), Only("rank", "due_at", HasDueTime))),
        (DocumentQueries.Created, new(Keys(("created_at", -1), ("_id", -1)), new CreateIndexOptions { Name = "created" })),
        (DocumentQueries.Status, new(Keys(("status", 1), ("created_at", -1), ("_id", -1)), new CreateIndexOptions { Name = "status" })),
        (DocumentQueries.Tenant, new(Keys(("tenant", 1), ("created_at", -1), ("_id", -1)), new CreateIndexOptions { Name = "tenant" })),
        (DocumentQueries.TenantStatus,
            new(Keys(("tenant", 1), ("status", 1), ("created_at", -1), ("_id", -1)), new CreateIndexOptions { Name = "tenant_status" })),
        (DocumentQueries.Changed, new(Keys(("tenant", 1), ("changed_at", 1), ("_id", 1)), Only("changed", "changed_at", IsThere))),
        (DocumentQueries.ChangedAll, new(Keys(("changed_at", 1), ("_id", 1)), Only("changed_all", "changed_at", IsThere))),
        (DocumentQueries.LookupKey, new(Keys(("lookup_key", 1), ("created_at", -1), ("_id", -1)), Only("lookup", "lookup_key", IsThere))),
    ];

    private static BsonDocument Keys(params (string Field, int Direction)[] keys) =>
        new(keys.Select(key => new BsonElement(key.Field, key.Direction)));

    // Every filter that is to use it repeats this condition, or implies it.
    // https://www.mongodb.com/docs/manual/core/index-partial/#query-coverage
    private static CreateIndexOptions<BsonDocument> Only(string name, string field, BsonDocument condition, TimeSpan? expireAfter = null) =>
        new() { Name = name, PartialFilterExpression = new BsonDocument(field, condition), ExpireAfter = expireAfter };
}
