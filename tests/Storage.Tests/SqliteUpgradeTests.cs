using Microsoft.Data.Sqlite;

namespace Wan.Storage.Tests;

/// <summary>A file that the first release made: without the later columns, and with every index that there was.</summary>
public sealed class SqliteUpgradeTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly SqliteStoreFixture fixture = new();

    public async Task InitializeAsync()
    {
        await fixture.RunAsync("""
            PRAGMA journal_mode = WAL; PRAGMA user_version = 1;
            CREATE TABLE letters (
              id TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, created_at INTEGER NOT NULL, due_at INTEGER,
              unique_key TEXT, grp TEXT, rank INTEGER NOT NULL, status TEXT, tenant TEXT, body TEXT NOT NULL);
            CREATE UNIQUE INDEX letters_unique_key ON letters (unique_key) WHERE unique_key IS NOT NULL;
            CREATE INDEX letters_due ON letters (due_at) WHERE due_at IS NOT NULL;
            CREATE INDEX letters_grp_due ON letters (grp, due_at) WHERE due_at IS NOT NULL AND grp IS NOT NULL;
            CREATE INDEX letters_rank ON letters (grp, rank, due_at) WHERE due_at IS NOT NULL;
            CREATE INDEX letters_created ON letters (created_at, id);
            CREATE INDEX letters_status ON letters (status, created_at, id) WHERE status IS NOT NULL;
            CREATE INDEX letters_tenant ON letters (tenant, created_at, id) WHERE tenant IS NOT NULL;
            CREATE INDEX letters_tenant_status ON letters (tenant, status, created_at, id) WHERE tenant IS NOT NULL AND status IS NOT NULL;
            """);
        await fixture.RunAsync($$"""
            INSERT INTO letters (id, version, created_at, due_at, unique_key, grp, rank, status, tenant, body)
            VALUES ('old', 3, {{Noon.UtcTicks}}, {{Noon.UtcTicks}}, 'key', 'x', 1, 'waiting', 't',
              '{"Id":"old","CreatedAt":"2026-03-01T12:00:00+00:00","UniqueKey":"key","Group":"x","Rank":1,"Status":"waiting","Tenant":"t","Text":"\u597D"}')
            """);
    }

    public Task DisposeAsync() => fixture.DisposeAsync().AsTask();

    [Fact]
    public async Task It_goes_on_with_what_is_in_it()
    {
        var store = fixture.Open();
        var letters = store.Documents(Letter.Letters);
        (await store.PrepareAsync(CancellationToken.None)).ShouldBeTrue();

        var old = (await letters.FindByUniqueKeyAsync("key")).ShouldNotBeNull();
        (old.Version, old.Text, old.DueAt).ShouldBe((3, "好", Noon));
        old = (await letters.ClaimDueAsync(new DueClaim { Now = Noon, Lease = TimeSpan.FromMinutes(1), Limit = 1 })).ShouldHaveSingleItem();
        old.LookupKey = "same";
        (await letters.ReplaceAsync(old)).ShouldBeTrue();
        (await letters.PageAsync(new PageQuery { Limit = 1, LookupKey = "same" })).Items.ShouldHaveSingleItem().Version.ShouldBe(5);
        (await letters.ChangedSinceAsync(default, "t", 1)).Items.ShouldBeEmpty();
        old.ChangedAt = Noon;
        (await letters.ReplaceAsync(old)).ShouldBeTrue();
        (await letters.ChangedSinceAsync(default, "t", 1)).Items.ShouldHaveSingleItem().Version.ShouldBe(6);
    }

    [Fact]
    public async Task A_process_that_uses_it_without_a_start_finds_what_it_needs()
    {
        var letters = fixture.Open().Documents(Letter.Letters);

        (await letters.FindAsync("old")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Indexes_that_nobody_needs_any_more_go_when_the_process_is_alone()
    {
        var store = fixture.Open();
        var letters = store.Documents(Letter.Letters with { Queries = DocumentQueries.UniqueKey });
        (await store.PrepareAsync(CancellationToken.None)).ShouldBeTrue();

        (await IndexesAsync()).ShouldBe("letters_expired letters_unique_key");
        (await fixture.RunAsync("PRAGMA journal_mode")).ShouldBe("wal");
        (await letters.FindByUniqueKeyAsync("key")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Beside_another_process_they_stay()
    {
        await using var older = new SqliteConnection($"Data Source={fixture.File};Pooling=False");
        await older.OpenAsync();
        await using var query = older.CreateCommand();
        query.CommandText = "SELECT id FROM letters INDEXED BY letters_due WHERE due_at > 0";
        (await query.ExecuteScalarAsync()).ShouldBe("old");
        var store = fixture.Open();
        var letters = store.Documents(Letter.Letters with { Queries = DocumentQueries.UniqueKey });

        (await store.PrepareAsync(CancellationToken.None)).ShouldBeTrue();

        (await query.ExecuteScalarAsync()).ShouldBe("old");
        (await letters.FindByUniqueKeyAsync("key")).ShouldNotBeNull();
    }

    private async Task<string?> IndexesAsync() => (string?)await fixture.RunAsync(
        "SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name)");
}
