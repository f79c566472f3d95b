using MongoDB.Bson;
using MongoDB.Driver;
using Wan.Storage.Bodies;
using Wan.Storage.MongoDb;

namespace Wan.Storage.Tests;

/// <summary>Runs where <see cref="MongoDbDocumentsTests"/> run.</summary>
[Collection(nameof(MongoDbServer))]
public sealed class MongoDbRequestBodiesTests(MongoDbServer server) : RequestBodiesConformance
{
    private MongoDbStoreFixture? fixture;

    public override Task InitializeAsync()
    {
        fixture = new MongoDbStoreFixture(server.Address);
        return base.InitializeAsync();
    }

    public override Task DisposeAsync() => fixture?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    [SkippableFact]
    public async Task Half_a_body_is_not_found_but_listed_and_can_be_completed_or_deleted()
    {
        var (bodies, body) = (Open(), Bytes((2 * Pieces.Length) + 1));
        await SaveHalfAsync("a", body);
        await SaveHalfAsync("b", body);

        (await bodies.FindAsync("a")).ShouldBeNull();
        (await bodies.IdsAsync("", 10)).ShouldBe(["a", "b"]);

        await bodies.SaveAsync("a", body);
        await bodies.DeleteAsync("b");
        (await bodies.FindAsync("a")).ShouldNotBeNull().AsSpan().SequenceEqual(body).ShouldBeTrue();
        (await bodies.IdsAsync("", 10)).ShouldBe(["a"]);
    }

    protected override IRequestBodies Open() => new MongoDbRequestBodies((MongoDbStore)fixture!.Open());

    // Without its last piece, as a writer leaves it that dies.
    private async Task SaveHalfAsync(string id, byte[] body)
    {
        await Open().SaveAsync(id, body);
        var requests = ((MongoDbStore)fixture!.Open()).Database.GetCollection<BsonDocument>("intake.requests");
        await requests.DeleteOneAsync(new BsonDocument("_id", id));
    }
}
