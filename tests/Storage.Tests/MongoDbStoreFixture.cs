using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;
using Wan.Storage.MongoDb;

namespace Wan.Storage.Tests;

internal sealed class MongoDbStoreFixture(string address) : IStoreFixture
{
    private readonly MongoClient client = new(address);

    public string Database { get; } = $"wan-test-{Guid.NewGuid():n}";

    private readonly List<MongoDbStore> stores = [];

    public IDocumentStore Open()
    {
        var options = new StorageOptions { MongoDb = { ConnectionString = address, Database = Database }, Timeout = TimeSpan.FromMinutes(1) };
        var store = new MongoDbStore(Options.Create(options), TimeProvider.System, NullLogger<MongoDbStore>.Instance);
        lock (stores)
            stores.Add(store);
        return store;
    }

    /// <summary>What each call asks for.</summary>
    public static IEnumerable<(string Call, BsonDocument Filter, BsonDocument? Sort)> Calls()
    {
        var cursor = new PageCursor(1, "a");
        (string Call, BsonDocument Filter, BsonDocument? Sort)[] calls =
        [
            ("Find", new BsonDocument("_id", "a"), null),
            ("FindByUniqueKey", new BsonDocument("unique_key", "a"), null),
            ("OldestDue", MongoDbFilters.Due(null, 2, 3), MongoDbFilters.ClaimSort(ClaimOrder.OldestDue)),
            ("OldestDueOfGroup", MongoDbFilters.Due("g1", 2, 3), MongoDbFilters.ClaimSort(ClaimOrder.OldestDue)),
            ("LowestRank", MongoDbFilters.Due("g1", 2, 3), MongoDbFilters.ClaimSort(ClaimOrder.LowestRank)),
            ("DueAfter", MongoDbFilters.DueAfter(null, 2), MongoDbFilters.LatestDue),
            ("DueAfterOfGroup", MongoDbFilters.DueAfter("g1", 2), MongoDbFilters.LatestDue),
            ("CountBefore", MongoDbFilters.Before("g1", 2), null),
            ("CountBeforeOfNoGroup", MongoDbFilters.Before(null, 2), null),
            ("Expired", MongoDbFilters.Expired(DateTimeOffset.UnixEpoch), MongoDbFilters.LongestExpired),
            ("Changed", MongoDbFilters.Changed("t1", 2, "a"), MongoDbFilters.EarliestChanged),
            ("ChangedAll", MongoDbFilters.Changed(null, 2, "a"), MongoDbFilters.EarliestChanged),
            .. from page in new PageQuery[]
               {
                   new() { Limit = 10 }, new() { Limit = 10, Tenant = "t1" }, new() { Limit = 10, Status = "failed" },
                   new() { Limit = 10, Tenant = "t1", Status = "failed" }, new() { Limit = 10, LookupKey = "same" },
               }
               from start in new PageCursor?[] { null, cursor }
               from end in new DateTimeOffset?[] { null, DateTimeOffset.UnixEpoch }
               select ($"Page, {page.Query}, {(start is null ? "first" : "next")}, {(end is null ? "all" : "until a time")}",
                   MongoDbFilters.Page(page with { CreatedAfter = end }, start), (BsonDocument?)MongoDbFilters.PageSort),
        ];
        return calls;
    }

    public Task SpoilAsync(string id) => Letters.UpdateOneAsync(
        new BsonDocument("_id", id), new BsonDocument("$set", new BsonDocument("body", "{")));

    public async Task<string> BodyAsync(string id) => (await Letters.Find(new BsonDocument("_id", id)).SingleAsync())["body"].AsString;

    private IMongoCollection<BsonDocument> Letters => client.GetDatabase(Database).GetCollection<BsonDocument>("post.letters");

    public async Task<IReadOnlyList<QueryPlan>> ExplainAsync()
    {
        var plans = new List<QueryPlan>();
        foreach (var (call, filter, sort) in Calls())
        {
            var find = new BsonDocument { { "find", "post.letters" }, { "filter", filter }, { "limit", 10 } };
            if (sort is not null)
                find.Add("sort", sort);
            var explained = await client.GetDatabase(Database).RunCommandAsync<BsonDocument>(
                new BsonDocument { { "explain", find }, { "verbosity", "queryPlanner" } });
            var plan = explained["queryPlanner"]["winningPlan"].ToString()!;
            plans.Add(new QueryPlan(call, plan, !plan.Contains("COLLSCAN", StringComparison.Ordinal) && !plan.Contains("\"SORT\"", StringComparison.Ordinal)));
        }

        return plans;
    }

    /// <summary>Ends the processes.</summary>
    public void Close()
    {
        foreach (var store in stores)
            store.Dispose();
        client.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await client.DropDatabaseAsync(Database);
        Close();
    }
}
