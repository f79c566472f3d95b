using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;
using Wan.Storage.MongoDb;

namespace Wan.Storage.Tests;

internal sealed class MongoDbStoreFixture(string address) : IStoreFixture
{
    private readonly List<MongoDbStore> stores = [];
    private readonly string database = $"wan-test-{Guid.NewGuid():n}";

    public IDocumentStore Open()
    {
        var options = new StorageOptions { MongoDb = { ConnectionString = address, Database = database } };
        var store = new MongoDbStore(Options.Create(options));
        lock (stores)
            stores.Add(store);
        return store;
    }

    public async Task<IReadOnlyList<QueryPlan>> ExplainAsync()
    {
        using var client = new MongoClient(address);
        var cursor = new PageCursor(1, "a");
        (string Call, BsonDocument Filter, BsonDocument? Sort)[] calls =
        [
            ("Find", new BsonDocument("_id", "a"), null),
            ("FindByUniqueKey", new BsonDocument("unique_key", "a"), null),
            ("OldestDue", MongoDbFilters.Due(null, 2, 3), MongoDbFilters.ClaimSort(ClaimOrder.OldestDue)),
            ("OldestDueOfGroup", MongoDbFilters.Due("g1", 2, 3), MongoDbFilters.ClaimSort(ClaimOrder.OldestDue)),
            ("LowestRank", MongoDbFilters.Due("g1", 2, 3), MongoDbFilters.ClaimSort(ClaimOrder.LowestRank)),
            ("CountBefore", MongoDbFilters.Before("g1", 2), null),
            .. from tenant in new[] { null, "t1" }
               from status in new[] { null, "failed" }
               from after in new PageCursor?[] { null, cursor }
               select (
                   $"Page, tenant {tenant}, status {status}, cursor {after}",
                   MongoDbFilters.Page(new PageQuery { Limit = 10, Tenant = tenant, Status = status }, after),
                   (BsonDocument?)MongoDbFilters.PageSort),
        ];

        var plans = new List<QueryPlan>();
        foreach (var (call, filter, sort) in calls)
        {
            var find = new BsonDocument { { "find", "post.letters" }, { "filter", filter }, { "limit", 10 } };
            if (sort is not null)
                find.Add("sort", sort);
            var explained = await client.GetDatabase(database).RunCommandAsync<BsonDocument>(
                new BsonDocument { { "explain", find }, { "verbosity", "queryPlanner" } });
            var plan = explained["queryPlanner"]["winningPlan"].ToString()!;
            plans.Add(new QueryPlan(call, plan, !plan.Contains("COLLSCAN", StringComparison.Ordinal) && !plan.Contains("\"SORT\"", StringComparison.Ordinal)));
        }

        return plans;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in stores)
            store.Dispose();
        using var client = new MongoClient(address);
        await client.DropDatabaseAsync(database);
    }
}
