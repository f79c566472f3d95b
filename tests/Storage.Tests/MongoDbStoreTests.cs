using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;
using Wan.Fixtures.MongoWire;
using Wan.Storage.MongoDb;

namespace Wan.Storage.Tests;

/// <summary>What only the MongoDB form promises: on a double of the server, whose answers can be lost.</summary>
public sealed class MongoDbStoreTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly MongoWireServer server = new();
    private MongoDbStore store = null!;
    private IDocuments<Letter> letters = null!;

    public async Task InitializeAsync()
    {
        store = Open(server.Address, TimeSpan.FromSeconds(20));
        letters = store.Documents(Letter.Letters);
        (await store.PrepareAsync(CancellationToken.None)).ShouldBeTrue();
    }

    public async Task DisposeAsync()
    {
        store.Dispose();
        await server.DisposeAsync();
        server.Unknown.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(FaultKind.AnswerLost)]
    [InlineData(FaultKind.CutBefore)]
    [InlineData(FaultKind.NotPrimary)]
    [InlineData(FaultKind.WriteConcernTimeout)]
    public async Task A_write_whose_answer_is_lost_twice_is_found_out_about(FaultKind kind)
    {
        var letter = NewLetter("a");
        using (server.Fail(kind, "insert", "post.letters", times: 2))
            (await letters.InsertAsync(letter)).ShouldBeTrue();
        letter.Text = "changed";
        using (server.Fail(kind, "update", "post.letters", times: 2))
            (await letters.ReplaceAsync(letter)).ShouldBeTrue();
        letter.Version.ShouldBe(2);
        IReadOnlyList<Letter> claimed;
        using (server.Fail(kind, "findAndModify", "post.letters", times: 2))
            claimed = await letters.ClaimDueAsync(new DueClaim { Now = Noon, Lease = TimeSpan.FromMinutes(1), Limit = 5 });
        claimed.ShouldHaveSingleItem().ShouldBeEquivalentTo(await letters.FindAsync("a"));
        claimed[0].Version.ShouldBe(3);
        using (server.Fail(kind, "delete", "post.letters", times: 2))
            (await letters.DeleteAsync(claimed[0])).ShouldBeTrue();
        (await letters.FindAsync("a")).ShouldBeNull();
    }

    [Fact]
    public async Task A_write_that_lost_the_race_loses_it_though_its_answers_are_lost_too()
    {
        var letter = NewLetter("a");
        await letters.InsertAsync(letter);
        var rival = (await letters.FindAsync("a")).ShouldNotBeNull();
        (await letters.ReplaceAsync(rival)).ShouldBeTrue();

        using (server.Fail(FaultKind.AnswerLost, "update", "post.letters", times: 2))
            (await letters.ReplaceAsync(letter)).ShouldBeFalse();
        using (server.Fail(FaultKind.AnswerLost, "insert", "post.letters", times: 2))
            (await letters.InsertAsync(NewLetter("a"))).ShouldBeFalse();

        (await letters.FindAsync("a")).ShouldNotBeNull().Version.ShouldBe(2);
    }

    [Fact]
    public async Task One_update_that_is_never_answered_stops_nothing()
    {
        var letter = NewLetter("a");
        await letters.InsertAsync(letter);

        using (server.Fail(FaultKind.SilentAfter, "update", "post.letters", times: 2))
            (await letters.ReplaceAsync(letter).WaitAsync(TimeSpan.FromMinutes(1))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_server_that_answers_no_write_ends_it_at_the_deadline_and_shows_in_the_health()
    {
        using var hurried = Open(server.Address, TimeSpan.FromSeconds(2));
        var documents = hurried.Documents(Letter.Letters);
        (await documents.FindAsync("a")).ShouldBeNull();
        using (server.Fail(FaultKind.SilentBefore, "insert", times: null))
        {
            var told = await Should.ThrowAsync<StorageUnavailableException>(() => documents.InsertAsync(NewLetter("a")).WaitAsync(TimeSpan.FromMinutes(1)));
            told.MayHaveBeenStored.ShouldBeTrue();
            (await HealthAsync(hurried)).ShouldNotBeNull().ShouldContain("The last write was given up");
        }

        (await documents.InsertAsync(NewLetter("b"))).ShouldBeTrue();
        (await HealthAsync(hurried)).ShouldBeNull();
    }

    [Fact]
    public async Task A_server_that_is_gone_is_told_as_one_and_certainly_stores_nothing()
    {
        using var hurried = Open(server.Address, TimeSpan.FromSeconds(2));
        var documents = hurried.Documents(Letter.Letters);
        await server.GoAsync();

        var told = await Should.ThrowAsync<StorageUnavailableException>(() => documents.InsertAsync(NewLetter("a")).WaitAsync(TimeSpan.FromMinutes(1)));

        told.MayHaveBeenStored.ShouldBeFalse();
        told.Message.ShouldMatch("can.t be reached|slow or gone"); // By what it was at when the time was over.
        (await HealthAsync(hurried)).ShouldNotBeNull();
        server.Return();
    }

    [Fact]
    public async Task Calls_do_not_wait_for_indexes_but_for_that_of_the_unique_keys()
    {
        using var late = Open(server.Address, TimeSpan.FromSeconds(20), "late");
        var documents = late.Documents(Letter.Letters);
        (await documents.PageAsync(new PageQuery { Limit = 1 })).Items.ShouldBeEmpty();
        (await documents.ClaimDueAsync(new DueClaim { Now = Noon, Lease = TimeSpan.FromMinutes(1), Limit = 5 })).ShouldBeEmpty();
        Names("late").ShouldBeEmpty();

        (await documents.InsertAsync(NewLetter("a"))).ShouldBeTrue();

        Names("late").ShouldBe(["unique_key"]);
        (await late.PrepareAsync(CancellationToken.None)).ShouldBeTrue();
        Names("late").ShouldBe(
            ["changed", "changed_all", "created", "due", "expired", "group_due", "lookup", "rank", "status", "tenant", "tenant_status", "unique_key"]);
    }

    [Fact]
    public async Task Indexes_are_made_once_the_server_is_there()
    {
        await server.GoAsync();
        using var early = Open(server.Address, TimeSpan.FromSeconds(2), "early");
        early.Documents(Letter.Letters with { Queries = DocumentQueries.Due, Retention = Retention.Forever });
        (await early.PrepareAsync(CancellationToken.None)).ShouldBeFalse();
        server.Return();

        await Wan.Fixtures.Eventually.UntilAsync(() => early.PrepareAsync(CancellationToken.None), "the indexes are there");

        Names("early").ShouldBe(["due"]);
    }

    [Fact]
    public async Task An_index_that_is_in_the_way_is_told_and_keeps_no_other_from_being_made()
    {
        using var client = new MongoClient(server.Address);
        var indexes = client.GetDatabase("other").GetCollection<BsonDocument>("post.letters").Indexes;
        await indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>(new BsonDocument("due_at", -1), new CreateIndexOptions { Name = "due" }));
        using var other = Open(server.Address, TimeSpan.FromSeconds(20), "other");
        other.Documents(Letter.Letters with { Queries = DocumentQueries.Due | DocumentQueries.Created, Retention = Retention.Forever });

        (await other.PrepareAsync(CancellationToken.None)).ShouldBeFalse();
        Names("other").ShouldBe(["created", "due"]);
        await indexes.DropOneAsync("due");
        (await other.PrepareAsync(CancellationToken.None)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_document_that_is_too_large_is_told_as_one()
    {
        var letter = NewLetter("a");
        letter.Text = new string('x', 17 << 20);

        var told = await Should.ThrowAsync<StorageException>(() => letters.InsertAsync(letter));

        told.ShouldNotBeOfType<StorageUnavailableException>();
        told.Message.ShouldContain("too large");
        letter.Version.ShouldBe(0);
    }

    [Fact]
    public async Task A_look_at_its_health_writes_nothing()
    {
        var written = Written();
        (await HealthAsync(store)).ShouldBeNull();
        Written().ShouldBe(written);
    }

    [Fact]
    public async Task A_finished_document_carries_the_date_at_which_the_server_deletes_it()
    {
        var finished = NewLetter("finished");
        finished.DueAt = null;
        await letters.InsertAsync(finished);
        await letters.InsertAsync(NewLetter("unfinished"));

        server.Expire(DateTimeOffset.UtcNow + TimeSpan.FromDays(30)).ShouldBe(0);
        server.Expire(DateTimeOffset.UtcNow + TimeSpan.FromDays(32)).ShouldBe(1);

        (await letters.FindAsync("finished")).ShouldBeNull();
        (await letters.FindAsync("unfinished")).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_document_of_the_first_release_goes_on()
    {
        using var client = new MongoClient(server.Address);
        await client.GetDatabase("wan").GetCollection<BsonDocument>("post.letters").InsertOneAsync(new BsonDocument
        {
            { "_id", "old" }, { "version", 3L }, { "created_at", Noon.UtcTicks }, { "rank", 1L }, { "due_at", Noon.UtcTicks },
            { "body", "{\"Id\":\"old\",\"CreatedAt\":\"2026-03-01T12:00:00+00:00\",\"Text\":\"\\u597D\"}" },
        });

        var old = (await letters.ClaimDueAsync(new DueClaim { Now = Noon, Lease = TimeSpan.FromMinutes(1), Limit = 5 })).ShouldHaveSingleItem();

        (old.Version, old.Text).ShouldBe((4, "好"));
        (await letters.ReplaceAsync(old)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("{0}&socketTimeoutMS=0&wtimeoutMS=600000&serverSelectionTimeoutMS=600000&timeoutMS=600000&w=1&readConcernLevel=local&readPreference=secondary&appName=x")]
    [InlineData("{0}")]
    public void The_address_does_not_decide_what_the_store_needs(string address)
    {
        var settings = MongoDbSettings.Of(string.Format(System.Globalization.CultureInfo.InvariantCulture, address, "mongodb://a/?replicaSet=r"), TimeSpan.FromSeconds(8), _ => { });

        settings.SocketTimeout.ShouldBe(TimeSpan.FromSeconds(3));
        settings.ServerSelectionTimeout.ShouldBe(TimeSpan.FromSeconds(5));
        settings.WriteConcern.ShouldBe(WriteConcern.WMajority.With(wTimeout: TimeSpan.FromSeconds(2)));
        settings.ReadConcern.ShouldBe(ReadConcern.Majority);
        settings.ReadPreference.ShouldBe(ReadPreference.Primary);
        settings.ApplicationName.ShouldNotBeNullOrEmpty();
        settings.ToString().ShouldNotContain("Timeout=00:10:00");
    }

    private int Written() => new[] { "insert", "update", "findAndModify", "delete" }.Sum(command => server.Received(command));

    private List<string> Names(string database) =>
        [.. server.Indexes(database, "post.letters").Select(index => index["name"].AsString).Where(name => name != "_id_").Order(StringComparer.Ordinal)];

    private static async Task<string?> HealthAsync(MongoDbStore store)
    {
        var registration = new HealthCheckRegistration("storage", new StorageHealthCheck(store), HealthStatus.Unhealthy, []);
        return (await new StorageHealthCheck(store).CheckHealthAsync(new HealthCheckContext { Registration = registration })).Description;
    }

    private static MongoDbStore Open(string address, TimeSpan timeout, string database = "wan") => new(
        Options.Create(new StorageOptions { MongoDb = { ConnectionString = address, Database = database }, Timeout = timeout }),
        TimeProvider.System, NullLogger<MongoDbStore>.Instance);

    private static Letter NewLetter(string id) => new() { Id = id, CreatedAt = Noon, DueAt = Noon };
}
