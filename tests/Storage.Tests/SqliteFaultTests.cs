using Microsoft.Extensions.Logging.Abstractions;
using SQLitePCL;
using Wan.Storage.Calls;
using Wan.Storage.Sqlite;

namespace Wan.Storage.Tests;

/// <summary>What a caller is told when a batch fails, and that the next one is none the worse.</summary>
public sealed class SqliteFaultTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly SqliteStoreFixture fixture = new();
    private SqliteFile file = null!;
    private int failures;
    private Documents<Letter> letters = null!;

    public async Task InitializeAsync()
    {
        file = new SqliteFile(fixture.File, TimeSpan.FromSeconds(30));
        letters = Open(file);
        (await letters.FindAsync("a")).ShouldBeNull();
    }

    public async Task DisposeAsync()
    {
        file.Dispose();
        await fixture.DisposeAsync();
    }

    [Fact]
    public async Task A_batch_that_fails_fails_its_callers_and_no_other()
    {
        using var begun = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();

        // The first batch holds the writer until the second one has gathered.
        var first = file.WriteAsync(
            _ =>
            {
                begun.Set();
                return goOn.Wait(TimeSpan.FromSeconds(60));
            },
            default);
        begun.Wait(TimeSpan.FromSeconds(60)).ShouldBeTrue();
        var beside = letters.InsertAsync(NewLetter("beside"));
        var broken = file.WriteAsync<bool>(_ => throw new InvalidTimeZoneException("broken"), default);
        goOn.Set();

        (await first).ShouldBeTrue();
        (await Should.ThrowAsync<StorageException>(() => beside)).Message.ShouldContain("broken");
        await Should.ThrowAsync<StorageException>(() => broken);
        (await letters.FindAsync("beside")).ShouldBeNull();
        (await letters.InsertAsync(NewLetter("beside"))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_commit_that_fails_is_found_out_about_and_made_again()
    {
        var letter = NewLetter("a");
        letter.DueAt = Noon;
        await FailNextCommitAsync();
        (await letters.InsertAsync(letter)).ShouldBeTrue();
        await FailNextCommitAsync();
        (await letters.ReplaceAsync(letter)).ShouldBeTrue();
        await FailNextCommitAsync();
        var claimed = await letters.ClaimDueAsync(new DueClaim { Now = Noon, Lease = TimeSpan.FromMinutes(1), Limit = 5 });

        claimed.ShouldHaveSingleItem().Version.ShouldBe(3);
        (await letters.FindAsync("a")).ShouldBeEquivalentTo(claimed[0]);
        failures.ShouldBe(3);
    }

    [Fact]
    public async Task A_full_disk_is_told_as_one()
    {
        await file.WriteAsync(session => session.Scalar("PRAGMA max_page_count = 1"), default);
        var letter = NewLetter("a");
        letter.Text = new string('x', 100_000);

        var told = await Should.ThrowAsync<StorageUnavailableException>(() => letters.InsertAsync(letter));
        told.Message.ShouldContain("No space is left");
        told.MayHaveBeenStored.ShouldBeFalse();

        letter.Version.ShouldBe(0);
        (await letters.FindAsync("a")).ShouldBeNull();
    }

    [Fact]
    public async Task A_folder_that_is_gone_is_told_as_one()
    {
        using var lost = new SqliteFile(Path.Combine(fixture.Folder, "gone", "post.db"), TimeSpan.FromSeconds(30));

        (await Should.ThrowAsync<StorageException>(() => Open(lost).InsertAsync(NewLetter("a")))).Message.ShouldContain("can't be opened");
    }

    [Fact]
    public async Task A_body_that_is_no_such_document_is_told_as_one()
    {
        await letters.InsertAsync(NewLetter("a"));
        await file.WriteAsync(
            session =>
            {
                session.Execute("UPDATE letters SET body = '{'");
                return true;
            },
            default);

        (await Should.ThrowAsync<StorageException>(() => letters.FindAsync("a"))).Message.ShouldContain("document a of post.letters");
    }

    // The first commit is that of the arming itself; the connection is given up after the second.
    private Task<bool> FailNextCommitAsync() => file.WriteAsync(
        session =>
        {
            var commits = 0;
            raw.sqlite3_commit_hook(session.Handle, _ => ++commits == 1 ? 0 : Interlocked.Increment(ref failures), null);
            return true;
        },
        default);

    private static Documents<Letter> Open(SqliteFile file)
    {
        var options = new StorageOptions { Timeout = TimeSpan.FromMinutes(1) };
        return new Documents<Letter>(
            Letter.Letters, new SqliteCollection(file, "letters", Letter.Letters.Queries, expires: true), new StoreCalls("sqlite", options),
            new DocumentJson<Letter>(Letter.Letters, options, TimeProvider.System), NullLogger.Instance);
    }

    private static Letter NewLetter(string id) => new() { Id = id, CreatedAt = Noon };
}
