using MongoDB.Bson;
using Wan.Fixtures.MongoWire;

namespace Wan.Storage.Tests;

/// <summary>A double of its own. What it did not know, and a query that no index covers, fails the test.</summary>
internal sealed class MongoDbWireStoreFixture : IStoreFixture
{
    private readonly MongoDbStoreFixture client;

    public MongoDbWireStoreFixture() => client = new MongoDbStoreFixture(Server.Address);

    public MongoWireServer Server { get; } = new();

    /// <summary>The indexes of the letters, as the server lists them.</summary>
    public IReadOnlyList<BsonDocument> Indexes => Server.Indexes(client.Database, "post.letters");

    /// <summary>The letters, as the server has them.</summary>
    public IReadOnlyList<BsonDocument> Letters => Server.Documents(client.Database, "post.letters");

    public IDocumentStore Open() => client.Open();

    public Task SpoilAsync(string id) => client.SpoilAsync(id);

    public Task<string> BodyAsync(string id) => client.BodyAsync(id);

    /// <summary>None: the double has no plans. It looks at the indexes instead.</summary>
    public Task<IReadOnlyList<QueryPlan>> ExplainAsync() => Task.FromResult<IReadOnlyList<QueryPlan>>([]);

    public async ValueTask DisposeAsync()
    {
        client.Close();
        await Server.DisposeAsync();
        Server.Unknown.ShouldBeEmpty();
        Server.Uncovered.ShouldBeEmpty();
    }
}
