using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Wan.Fixtures;
using Wan.Storage.Sqlite;

namespace Wan.Storage.Tests;

/// <summary>A process that is frozen while it holds the lock of a file.</summary>
public sealed class SqliteLockTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly SqliteStoreFixture fixture = new();
    private SqliteStore store = null!;
    private IDocuments<Letter> letters = null!;

    public async Task InitializeAsync()
    {
        store = SqliteStoreFixture.Open(fixture.Folder, TimeSpan.FromSeconds(1));
        letters = store.Documents(Letter.Letters);
        (await letters.InsertAsync(NewLetter("first"))).ShouldBeTrue();
    }

    public async Task DisposeAsync()
    {
        store.Dispose();
        await fixture.DisposeAsync();
    }

    [Fact]
    public async Task A_write_names_the_stopped_process_that_holds_the_lock_and_all_goes_on_when_it_does()
    {
        using var other = OtherProcess.Start("insert", fixture.Folder, freezesAt: 3);
        try
        {
            await UntilFrozenAsync(other);

            var refused = await Should.ThrowAsync<StorageException>(() => letters.InsertAsync(NewLetter("refused")).WaitAsync(Patience));
            refused.Message.ShouldContain($"Process {other.Id} (Wan.Storage.Tests) holds it and is stopped");
            (await letters.FindAsync("first")).ShouldNotBeNull("what is stored can be read all the while");

            var health = await new StorageHealthCheck(store).CheckHealthAsync(Context(store));
            health.Status.ShouldBe(HealthStatus.Unhealthy);
            health.Description.ShouldNotBeNull().ShouldContain($"kill -CONT {other.Id}");

            PosixSignals.SendContinue(other.Id);
            await Eventually.UntilAsync(() => CanWriteAsync("after"), "the lock is free again");
            (await other.StandardOutput.ReadLineAsync().WaitAsync(Patience)).ShouldNotBeNull("it goes on too");
            (await letters.FindAsync("refused")).ShouldBeNull("what was refused is not stored");
        }
        finally
        {
            other.Kill();
        }
    }

    [Fact]
    public async Task When_the_stopped_process_is_killed_the_others_go_on_and_nothing_of_its_transaction_is_there()
    {
        using var other = OtherProcess.Start("insert", fixture.Folder, freezesAt: 1);
        await UntilFrozenAsync(other);
        (await CanWriteAsync("meanwhile")).ShouldBeFalse();

        other.Kill();

        await Eventually.UntilAsync(() => CanWriteAsync("after"), "the lock is free again");
        (await letters.PageAsync(new PageQuery { Limit = 100 })).Items.Select(letter => letter.Id).ShouldBe(["first", "after"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_process_that_starts_meanwhile_reads_what_is_there()
    {
        using var other = OtherProcess.Start("insert", fixture.Folder, freezesAt: 1);
        try
        {
            await UntilFrozenAsync(other);
            using var late = SqliteStoreFixture.Open(fixture.Folder, TimeSpan.FromSeconds(1));
            var theirs = late.Documents(Letter.Letters);
            late.Documents(Letter.Parcels);

            await late.PrepareAsync(CancellationToken.None).WaitAsync(Patience);

            (await theirs.FindAsync("first")).ShouldNotBeNull();
        }
        finally
        {
            other.Kill();
        }
    }

    [Theory]
    [InlineData("1: POSIX  ADVISORY  WRITE 4711 fe:01:42 120 120", 4711)]
    [InlineData("1: POSIX  ADVISORY  WRITE 4711 fe:01:42 120 127", 4711)]
    [InlineData("1: POSIX  ADVISORY  READ 4711 fe:01:42 120 120", null)]
    [InlineData("1: POSIX  ADVISORY  WRITE 4711 fe:01:142 120 120", null)]
    [InlineData("1: POSIX  ADVISORY  WRITE 4711 fe:01:42 121 121", null)]
    [InlineData("1: POSIX  ADVISORY  WRITE -1 fe:01:42 120 120", null)]
    [InlineData("1: -> POSIX  ADVISORY  WRITE 4711 fe:01:42 120 120", null)]
    [InlineData("1: FLOCK  ADVISORY  WRITE 4711 fe:01:42 0 EOF", null)]
    public void The_holder_is_whoever_has_byte_120_of_the_file(string line, int? holder) => LockHolder.Find([line], 42).ShouldBe(holder);

    private static Letter NewLetter(string id) => new() { Id = id, CreatedAt = Noon };

    private static HealthCheckContext Context(IDocumentStore store) => new()
    {
        Registration = new HealthCheckRegistration("storage", new StorageHealthCheck(store), HealthStatus.Unhealthy, []),
    };

    // The state stands behind the name, which is in brackets.
    private static Task UntilFrozenAsync(Process process) => Eventually.UntilAsync(
        () => File.ReadAllText($"/proc/{process.Id}/stat") is var status && status[status.LastIndexOf(')') + 2] == 'T', "the other process is frozen");

    private async Task<bool> CanWriteAsync(string id)
    {
        try
        {
            return await letters.InsertAsync(NewLetter(id)).WaitAsync(Patience) || await letters.FindAsync(id) is not null;
        }
        catch (StorageException)
        {
            return false;
        }
    }
}
