using Wan.Fixtures.MongoWire;

namespace Wan.Storage.Tests;

/// <summary>A double of its own. What it did not know fails the test.</summary>
internal sealed class MongoDbWireStoreFixture : IStoreFixture
{
    private readonly MongoDbStoreFixture client;

    public MongoDbWireStoreFixture() => client = new MongoDbStoreFixture(Server.Address);

    public MongoWireServer Server { get; } = new();

    public IDocumentStore Open() => client.Open();

    /// <summary>Nothing: the double has no plans. A test of the indexes looks at the indexes instead.</summary>
    public Task<IReadOnlyList<QueryPlan>> ExplainAsync() => Task.FromResult<IReadOnlyList<QueryPlan>>([]);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Server.Unknown.ShouldBeEmpty();
    }
}
