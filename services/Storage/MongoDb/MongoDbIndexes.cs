using MongoDB.Bson;
using MongoDB.Driver;

namespace Wan.Storage.MongoDb;

/// <summary>The indexes of a collection. Those on due times hold unfinished documents only: finished ones cost a claim nothing.</summary>
internal static class MongoDbIndexes
{
    public static readonly CreateIndexModel<BsonDocument>[] All =
    [
        new(Keys(("unique_key", 1)), new CreateIndexOptions { Name = "unique_key", Unique = true, Sparse = true }),
        new(Keys(("due_at", 1)), Unfinished("due")),
        new(Keys(("group", 1), ("due_at", 1)), Unfinished("group_due")),
        new(Keys(("group", 1), ("rank", 1), ("due_at", 1)), Unfinished("rank")),
        new(Keys(("created_at", -1), ("_id", -1)), new CreateIndexOptions { Name = "created" }),
        new(Keys(("status", 1), ("created_at", -1), ("_id", -1)), new CreateIndexOptions { Name = "status" }),
        new(Keys(("tenant", 1), ("created_at", -1), ("_id", -1)), new CreateIndexOptions { Name = "tenant" }),
        new(Keys(("tenant", 1), ("status", 1), ("created_at", -1), ("_id", -1)), new CreateIndexOptions { Name = "tenant_status" }),
    ];

    private static BsonDocument Keys(params (string Field, int Direction)[] keys) =>
        new(keys.Select(key => new BsonElement(key.Field, key.Direction)));

    // Every filter on due times repeats this condition, so that the index may be used for it.
    // https://www.mongodb.com/docs/manual/core/index-partial/#query-coverage
    private static CreateIndexOptions<BsonDocument> Unfinished(string name) =>
        new() { Name = name, PartialFilterExpression = new BsonDocument("due_at", new BsonDocument("$gt", 0L)) };
}
