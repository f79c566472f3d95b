using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Wan.Storage.Calls;
using Wan.Storage.Sqlite;

namespace Wan.Storage.Tests;

/// <summary>A writer that does not come to an end: its disk hangs.</summary>
public sealed class SqliteDeadlineTests : IAsyncLifetime
{
    private static readonly StorageOptions Options = new() { Timeout = TimeSpan.FromSeconds(1) };

    private readonly SqliteStoreFixture fixture = new();
    private readonly StoreCalls calls = new("sqlite", Options);
    private readonly ManualResetEventSlim begun = new();
    private readonly ManualResetEventSlim goOn = new();
    private SqliteFile file = null!;
    private Documents<Letter> letters = null!;

    public async Task InitializeAsync()
    {
        file = new SqliteFile(fixture.File, TimeSpan.FromSeconds(30));
        var collection = new SqliteCollection(file, "letters", Letter.Letters.Queries, expires: true);
        letters = Documents(calls, Options);
        var usual = new StorageOptions(); // The tables are made with the first, which may take longer than what is tested here.
        (await Documents(new StoreCalls("sqlite", usual), usual).InsertAsync(NewLetter("first"))).ShouldBeTrue();

        Documents<Letter> Documents(StoreCalls by, StorageOptions options) =>
            new(Letter.Letters, collection, by, new DocumentJson<Letter>(Letter.Letters, options, TimeProvider.System), NullLogger.Instance);
    }

    public async Task DisposeAsync()
    {
        goOn.Set();
        file.Dispose();
        await fixture.DisposeAsync();
    }

    [Fact]
    public async Task A_write_that_did_not_get_its_turn_ends_and_is_certainly_not_stored()
    {
        var hanging = Hang();

        var told = await Should.ThrowAsync<StorageUnavailableException>(() => letters.InsertAsync(NewLetter("a")));

        told.MayHaveBeenStored.ShouldBeFalse();
        told.Message.ShouldContain("post.db took no write in time");
        (await letters.FindAsync("first")).ShouldNotBeNull("what is stored can be read all the while");
        goOn.Set();
        await hanging;
        (await letters.InsertAsync(NewLetter("b"))).ShouldBeTrue();
        (await letters.FindAsync("a")).ShouldBeNull("it was withdrawn");
    }

    [Fact]
    public async Task A_write_that_had_begun_ends_and_may_have_been_stored()
    {
        var hanging = calls.WriteAsync("replace", "post.letters", bounds => file.WriteAsync(_ => goOn.Wait(TimeSpan.FromMinutes(1)), bounds), default);

        var told = await Should.ThrowAsync<StorageUnavailableException>(() => hanging);

        told.MayHaveBeenStored.ShouldBeTrue();
    }

    [Fact]
    public async Task Readiness_knows_of_a_write_that_has_been_under_way_for_too_long_and_of_the_last_that_had_no_answer()
    {
        var hanging = Hang();
        var write = letters.InsertAsync(NewLetter("a"));
        calls.Writes.Oldest.ShouldBeGreaterThan(TimeSpan.Zero);

        await Wan.Fixtures.Eventually.UntilAsync(() => Unready()?.Contains("under way", StringComparison.Ordinal) == true, "readiness sees it");
        await Should.ThrowAsync<StorageUnavailableException>(() => write);
        Unready().ShouldNotBeNull().ShouldContain("The last write was given up");

        goOn.Set();
        await hanging;
        (await letters.InsertAsync(NewLetter("b"))).ShouldBeTrue();
        Unready().ShouldBeNull();
    }

    [Fact]
    public async Task A_look_at_its_health_writes_nothing()
    {
        using var store = SqliteStoreFixture.Open(fixture.Folder);
        store.Documents(Letter.Letters);
        await store.CheckAsync(CancellationToken.None);
        var before = await fixture.RunAsync("PRAGMA data_version");
        var size = new FileInfo(fixture.File + "-wal").Length;

        for (var i = 0; i < 20; i++)
            (await new StorageHealthCheck(store).CheckHealthAsync(new HealthCheckContext())).Status.ShouldBe(HealthStatus.Healthy);

        new FileInfo(fixture.File + "-wal").Length.ShouldBe(size);
        (await fixture.RunAsync("PRAGMA data_version")).ShouldBe(before);
    }

    private string? Unready()
    {
        try
        {
            calls.Writes.Check();
            return null;
        }
        catch (StorageException exception)
        {
            return exception.Message;
        }
    }

    private Task<bool> Hang()
    {
        var hanging = file.WriteAsync(
            _ =>
            {
                begun.Set();
                return goOn.Wait(TimeSpan.FromMinutes(1));
            },
            default);
        begun.Wait(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        return hanging;
    }

    private static Letter NewLetter(string id) => new() { Id = id, CreatedAt = DateTimeOffset.UnixEpoch };
}
