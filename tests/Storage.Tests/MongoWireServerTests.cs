using MongoDB.Bson;
using MongoDB.Driver;
using Wan.Fixtures.MongoWire;

namespace Wan.Storage.Tests;

/// <summary>The double itself, where the store's tests lean on it.</summary>
public sealed class MongoWireServerTests : IAsyncLifetime
{
    private readonly MongoWireServer server = new();
    private MongoClient client = null!;
    private IMongoCollection<BsonDocument> parcels = null!;

    public Task InitializeAsync()
    {
        client = new MongoClient(server.Address);
        parcels = client.GetDatabase("post").GetCollection<BsonDocument>("parcels");
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_sent_again_and_done_once()
    {
        await parcels.InsertOneAsync(new BsonDocument { { "_id", "a" }, { "count", 0 } });
        using var insert = server.Fail(FaultKind.AnswerLost, "insert");
        using var update = server.Fail(FaultKind.AnswerLost, "update");
        using var claim = server.Fail(FaultKind.AnswerLost, "findAndModify");
        using var delete = server.Fail(FaultKind.AnswerLost, "delete");

        await parcels.InsertOneAsync(new BsonDocument("_id", "b"));
        var updated = await parcels.UpdateOneAsync(new BsonDocument("_id", "a"), new BsonDocument("$inc", new BsonDocument("count", 1)));
        var claimed = await parcels.FindOneAndUpdateAsync<BsonDocument>(
            new BsonDocument("_id", "a"), new BsonDocument("$inc", new BsonDocument("count", 1)), new() { ReturnDocument = ReturnDocument.After });
        var deleted = await parcels.DeleteOneAsync(new BsonDocument("_id", "b"));

        (updated.MatchedCount, updated.ModifiedCount, deleted.DeletedCount).ShouldBe((1, 1, 1));
        claimed["count"].AsInt32.ShouldBe(2);
        server.Documents("post", "parcels").ShouldHaveSingleItem()["count"].AsInt32.ShouldBe(2);
        foreach (var (fault, command, times) in new[] { (insert, "insert", 3), (update, "update", 2), (claim, "findAndModify", 2), (delete, "delete", 2) })
        {
            fault.Hits.ShouldBe(1);
            server.Received(command).ShouldBe(times);
        }
    }

    [Fact]
    public void A_retry_that_a_later_write_overtook_is_refused_and_not_done()
    {
        var session = new BsonDocument("id", new BsonBinaryData(Guid.NewGuid(), GuidRepresentation.Standard));
        BsonDocument Insert(long number, string id) => new()
        {
            { "insert", "parcels" }, { "documents", new BsonArray { new BsonDocument("_id", id) } }, { "lsid", session }, { "txnNumber", number },
        };
        var commands = new ServerCommands(new ServerData());
        commands.Run(Command(Insert(2, "b")))["n"].AsInt32.ShouldBe(1);

        var again = commands.Run(Command(Insert(2, "b")));
        var late = Should.Throw<CommandException>(() => commands.Run(Command(Insert(1, "a")))).Answer();

        (again["n"].AsInt32, again["retriedStmtIds"].AsBsonArray.Count).ShouldBe((1, 1));
        late["codeName"].AsString.ShouldBe("TransactionTooOld");
    }

    [Fact]
    public async Task A_unique_key_is_one_documents_only_and_a_missing_one_nobodys()
    {
        await parcels.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>(
            new BsonDocument("key", 1), new CreateIndexOptions { Name = "key", Unique = true, Sparse = true }));
        await parcels.InsertManyAsync([new BsonDocument { { "_id", "a" }, { "key", "k" } }, new BsonDocument("_id", "b"), new BsonDocument("_id", "c")]);

        var error = (await Should.ThrowAsync<MongoWriteException>(() => parcels.InsertOneAsync(new BsonDocument { { "_id", "d" }, { "key", "k" } }))).WriteError;
        var claim = await Should.ThrowAsync<MongoCommandException>(() =>
            parcels.FindOneAndUpdateAsync(new BsonDocument("_id", "b"), new BsonDocument("$set", new BsonDocument("key", "k"))));

        (error.Category, error.Code).ShouldBe((ServerErrorCategory.DuplicateKey, 11000));
        error.Message.ShouldBe("E11000 duplicate key error collection: post.parcels index: key dup key: { \"key\" : \"k\" }");
        claim.Code.ShouldBe(11000);
        server.Documents("post", "parcels").Count.ShouldBe(3);
    }

    [Fact]
    public async Task What_it_does_not_know_is_refused_and_kept()
    {
        await parcels.InsertOneAsync(new BsonDocument("_id", "a"));

        await Should.ThrowAsync<MongoCommandException>(() => client.GetDatabase("post").RunCommandAsync<BsonDocument>(new BsonDocument("validate", "parcels")));
        await Should.ThrowAsync<MongoCommandException>(() => parcels.Find(new BsonDocument("name", new BsonDocument("$regex", "a"))).ToListAsync());
        await Should.ThrowAsync<MongoCommandException>(() => parcels.UpdateOneAsync(new BsonDocument("_id", "a"), new BsonDocument("$push", new BsonDocument("tags", 1))));
        await Should.ThrowAsync<MongoCommandException>(() => parcels.Find(new BsonDocument(), new FindOptions { Hint = "key" }).ToListAsync());

        server.Unknown.Select(sentence => sentence.Split("know ")[1]).ShouldBe(
            ["the command validate.", "the condition $regex a.", "the update operator $push.", "the option hint."]);
    }

    [Fact]
    public async Task A_query_that_no_index_covers_is_told()
    {
        await parcels.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>(new BsonDocument { { "to", 1 }, { "at", -1 } }));

        await parcels.Find(new BsonDocument("to", "a")).Sort(new BsonDocument("at", 1)).ToListAsync();
        server.Uncovered.ShouldBeEmpty();
        await parcels.Find(new BsonDocument("at", 1)).ToListAsync();

        server.Uncovered.ShouldHaveSingleItem().ShouldContain("at");
    }

    [Fact]
    public async Task A_document_over_16_MB_is_refused()
    {
        var large = new BsonDocument { { "_id", "a" }, { "text", new string('x', StoredCollection.MaxDocumentBytes - 100) } };
        await parcels.InsertOneAsync(large);

        var error = await Should.ThrowAsync<MongoWriteException>(() =>
            parcels.UpdateOneAsync(new BsonDocument("_id", "a"), new BsonDocument("$set", new BsonDocument("more", new string('x', 100)))));

        error.WriteError.Code.ShouldBe(10334);
        server.Documents("post", "parcels").ShouldHaveSingleItem().ShouldBe(large);
    }

    [Fact]
    public async Task A_server_that_comes_back_has_what_it_had()
    {
        await parcels.InsertOneAsync(new BsonDocument("_id", "a"));

        await server.GoAsync();
        using var impatient = new MongoClient(server.Address + "&serverSelectionTimeoutMS=200"); // Now: it connects at once.
        await Should.ThrowAsync<TimeoutException>(() => impatient.GetDatabase("post").RunCommandAsync<BsonDocument>(new BsonDocument("ping", 1)));
        server.Return();

        (await parcels.Find(new BsonDocument("_id", "a")).ToListAsync()).Count.ShouldBe(1);
        server.Unknown.ShouldBeEmpty();
    }

    [Fact]
    public async Task Documents_leave_when_their_time_is_over()
    {
        var now = DateTimeOffset.UtcNow;
        await parcels.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>(
            new BsonDocument("until", 1), new CreateIndexOptions { Name = "until", ExpireAfter = TimeSpan.FromSeconds(10) }));
        await parcels.InsertManyAsync(
        [
            new BsonDocument { { "_id", "over" }, { "until", now.UtcDateTime.AddSeconds(-11) } },
            new BsonDocument { { "_id", "not yet" }, { "until", now.UtcDateTime.AddSeconds(-9) } },
            new BsonDocument { { "_id", "no date" }, { "until", BsonNull.Value } },
        ]);

        server.Expire(now).ShouldBe(1);

        server.Documents("post", "parcels").Select(document => document["_id"].AsString).ShouldBe(["not yet", "no date"], ignoreOrder: true);
    }

    private static WireCommand Command(BsonDocument body) => new(body.Add("$db", "post"), 1, IsLegacy: false, WantsNoAnswer: false, AllowsExhaust: false);
}
