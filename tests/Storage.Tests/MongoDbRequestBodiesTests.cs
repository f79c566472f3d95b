using MongoDB.Bson;
using MongoDB.Driver;
using Wan.Storage.Bodies;
using Wan.Storage.MongoDb;

namespace Wan.Storage.Tests;

/// <summary>Runs everywhere: the genuine driver on a double of the server.</summary>
public sealed class MongoDbWireRequestBodiesTests : MongoDbRequestBodiesConformance
{
    protected override IStoreFixture CreateFixture() => new MongoDbWireStoreFixture();
}

/// <summary>Runs where <see cref="MongoDbDocumentsTests"/> run.</summary>
[Collection(nameof(MongoDbServer))]
public sealed class MongoDbRequestBodiesTests(MongoDbServer server) : MongoDbRequestBodiesConformance
{
    protected override IStoreFixture CreateFixture() => new MongoDbStoreFixture(server.Address);
}

/// <summary>What is so on MongoDB only, where a body may be stored by half.</summary>
public abstract class MongoDbRequestBodiesConformance : RequestBodiesConformance
{
    private IStoreFixture? fixture;

    protected abstract IStoreFixture CreateFixture();

    public override Task InitializeAsync()
    {
        fixture = CreateFixture();
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

    [SkippableFact]
    public async Task A_body_that_has_lost_a_piece_is_no_body_that_was_never_there()
    {
        var bodies = Open();
        await bodies.SaveAsync("a", Bytes((2 * Pieces.Length) + 1));
        await Requests.DeleteOneAsync(new BsonDocument("_id", "a/1"));

        await Should.ThrowAsync<StorageException>(() => bodies.FindAsync("a"));
    }

    protected override IRequestBodies Open() => new MongoDbRequestBodies((MongoDbStore)fixture!.Open());

    private IMongoCollection<BsonDocument> Requests => ((MongoDbStore)fixture!.Open()).Database.GetCollection<BsonDocument>("intake.requests");

    // Without its last piece, as a writer leaves it that dies.
    private async Task SaveHalfAsync(string id, byte[] body)
    {
        await Open().SaveAsync(id, body);
        await Requests.DeleteOneAsync(new BsonDocument("_id", id));
    }
}
