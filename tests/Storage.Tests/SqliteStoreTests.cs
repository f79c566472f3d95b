using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Wan.Storage.Tests;

/// <summary>What only the SQLite form promises.</summary>
public sealed class SqliteStoreTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly SqliteStoreFixture fixture = new();
    private IDocuments<Letter> letters = null!;

    public Task InitializeAsync()
    {
        letters = Open();
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => fixture.DisposeAsync().AsTask();

    [Fact]
    public async Task An_acknowledged_write_is_flushed_to_disk()
    {
        await InsertAsync("a");

        using var session = Sqlite.SqliteSession.OpenWriter(fixture.File, TimeSpan.FromSeconds(30));
        session.Scalar("PRAGMA synchronous").ShouldBe(2);
        Scalar("PRAGMA journal_mode").ShouldBe("wal");
    }

    [Fact]
    public async Task A_file_of_a_newer_release_is_left_alone_and_said_so()
    {
        Scalar("PRAGMA user_version = 2");

        var exception = await Should.ThrowAsync<StorageException>(() => InsertAsync("a"));

        exception.Message.ShouldContain("newer release");
        Scalar("SELECT count(*) FROM sqlite_schema").ShouldBe(0L);
    }

    [Fact]
    public async Task Stores_that_start_at_once_make_one_file()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
            Open().InsertAsync(new Letter { Id = i.ToString(CultureInfo.InvariantCulture), CreatedAt = Noon }))));

        outcomes.ShouldAllBe(inserted => inserted);
        (await letters.PageAsync(new PageQuery { Limit = 100 })).Items.Count.ShouldBe(8);
    }

    [Fact]
    public async Task One_cancelled_write_leaves_the_others_of_its_batch_alone()
    {
        using var cancellation = new CancellationTokenSource();
        await InsertAsync("first");

        // While another process holds the lock, writes wait for one batch.
        var blocker = await HoldLockAsync();
        var kept = Enumerable.Range(0, 20).Select(i => letters.InsertAsync(NewLetter($"kept{i}"))).ToList();
        var dropped = letters.InsertAsync(NewLetter("dropped"), cancellation.Token);
        await cancellation.CancelAsync();
        await blocker.DisposeAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => dropped);
        (await Task.WhenAll(kept)).ShouldAllBe(inserted => inserted);
        (await letters.FindAsync("dropped")).ShouldBeNull();
        (await letters.FindAsync("kept19")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Reads_go_on_while_another_process_writes()
    {
        await InsertAsync("a");
        await using var blocker = await HoldLockAsync();

        (await letters.FindAsync("a")).ShouldNotBeNull();
        (await letters.PageAsync(new PageQuery { Limit = 10 })).Items.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_sweep_that_finds_nothing_needs_no_lock()
    {
        await InsertAsync("a");
        await using var blocker = await HoldLockAsync();

        (await letters.ClaimDueAsync(new DueClaim { Now = Noon, Lease = TimeSpan.FromMinutes(1), Limit = 1 })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Finished_documents_cost_no_call_a_single_step_more()
    {
        await InsertManyAsync(0, 300, Noon);
        await InsertManyAsync(300, 700, null);
        var few = Steps();
        await InsertManyAsync(1_000, 9_000, null);
        var many = Steps();

        foreach (var (call, steps) in few)
            many[call].ShouldBe(steps, call);
    }

    private static Letter NewLetter(string id) => new() { Id = id, CreatedAt = Noon };

    private IDocuments<Letter> Open() => fixture.Open().Documents(Letter.Letters);

    private async Task InsertAsync(string id) => (await letters.InsertAsync(NewLetter(id))).ShouldBeTrue();

    private async Task InsertManyAsync(int first, int count, DateTimeOffset? dueAt) =>
        await Task.WhenAll(Enumerable.Range(first, count).Select(i => letters.InsertAsync(new Letter
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{i:00000}"),
            CreatedAt = Noon.AddSeconds(i),
            DueAt = dueAt,
            UniqueKey = i.ToString(CultureInfo.InvariantCulture),
            Group = "g",
            Rank = i,
            Status = dueAt is null ? "completed" : "waiting",
            Tenant = "t",
            LookupKey = dueAt is null ? null : "same",
        })));

    private async Task<SqliteConnection> HoldLockAsync()
    {
        var connection = new SqliteConnection($"Data Source={fixture.File};Pooling=False");
        await connection.OpenAsync();
        raw.sqlite3_exec(connection.Handle, "BEGIN IMMEDIATE").ShouldBe(raw.SQLITE_OK);
        return connection;
    }

    private object? Scalar(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={fixture.File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    // Steps of SQLite's virtual machine: work, counted without a clock. https://sqlite.org/c3ref/c_stmtstatus_counter.html
    private Dictionary<string, int> Steps()
    {
        using var connection = new SqliteConnection($"Data Source={fixture.File};Pooling=False");
        connection.Open();
        var steps = new Dictionary<string, int>();
        foreach (var (call, sql) in SqliteStoreFixture.Statements().Where(statement => statement.Sql.StartsWith("SELECT", StringComparison.Ordinal)))
        {
            raw.sqlite3_prepare_v2(connection.Handle, sql, out var statement).ShouldBe(raw.SQLITE_OK, sql);
            using (statement)
            {
                Bind(statement, call);
                while (raw.sqlite3_step(statement) == raw.SQLITE_ROW)
                {
                }

                steps[call] = raw.sqlite3_stmt_status(statement, raw.SQLITE_STMTSTATUS_VM_STEP, 0);
            }
        }

        return steps;
    }

    private static void Bind(sqlite3_stmt statement, string call)
    {
        if (call.StartsWith("Page", StringComparison.Ordinal))
        {
            raw.sqlite3_bind_int(statement, 1, 10);
            raw.sqlite3_bind_int64(statement, 2, Noon.AddSeconds(200).UtcTicks);
            raw.sqlite3_bind_text(statement, 3, "00200");
            raw.sqlite3_bind_text(statement, 4, call.StartsWith("Page, LookupKey", StringComparison.Ordinal) ? "same" : "waiting");
            raw.sqlite3_bind_text(statement, 5, "t");
        }
        else if (call is "Find" or "FindByUniqueKey" or "Stamp")
        {
            raw.sqlite3_bind_text(statement, 1, call == "FindByUniqueKey" ? "200" : "00200");
        }
        else if (call is "Count" or "CountOfTenant")
        {
            raw.sqlite3_bind_text(statement, 1, "failed");
            raw.sqlite3_bind_int(statement, 2, 10);
            raw.sqlite3_bind_text(statement, 3, "t");
        }
        else if (call == "CountBefore")
        {
            raw.sqlite3_bind_text(statement, 1, "g");
            raw.sqlite3_bind_int64(statement, 2, long.MaxValue);
            raw.sqlite3_bind_int64(statement, 3, 5_000);
        }
        else
        {
            raw.sqlite3_bind_int64(statement, 1, Noon.UtcTicks);
            raw.sqlite3_bind_text(statement, 2, "g");
            raw.sqlite3_bind_int(statement, 3, 10);
            raw.sqlite3_bind_int64(statement, 4, Noon.AddMinutes(1).UtcTicks);
        }
    }
}
