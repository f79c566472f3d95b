using System.Globalization;

namespace Wan.Storage.Tests;

/// <summary>Several operating system processes on one file.</summary>
public sealed class SqliteProcessesTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly SqliteStoreFixture fixture = new();
    private IDocuments<Letter> letters = null!;

    public Task InitializeAsync()
    {
        letters = fixture.Open().Documents(Letter.Letters);
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => fixture.DisposeAsync().AsTask();

    [Fact]
    public async Task Three_processes_claim_each_document_once_and_lose_no_change()
    {
        const int Count = 300;
        await letters.InsertAsync(new Letter { Id = "tally", CreatedAt = Noon });
        await Task.WhenAll(Enumerable.Range(0, Count).Select(i => InsertDueAsync(i.ToString(CultureInfo.InvariantCulture))));

        var outputs = await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            using var process = OtherProcess.Start("claim", fixture.Folder);
            var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
            await process.WaitForExitAsync().WaitAsync(Patience);
            process.ExitCode.ShouldBe(0);
            return output;
        }));

        var claimed = outputs.SelectMany(output => output.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToList();
        claimed.ShouldBeUnique();
        claimed.Count.ShouldBe(Count);
        (await letters.FindAsync("tally")).ShouldNotBeNull().Readers.ShouldBe(Count);
    }

    [Fact]
    public async Task A_killed_claimant_only_delays()
    {
        await InsertDueAsync("a");
        using var process = OtherProcess.Start("hold", fixture.Folder);
        (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience)).ShouldBe("a");
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Patience);

        var claim = new DueClaim { Now = Noon, Lease = TimeSpan.FromMinutes(1), Limit = 1 };
        (await letters.ClaimDueAsync(claim)).ShouldBeEmpty();
        (await letters.ClaimDueAsync(claim with { Now = Noon.AddMinutes(1) })).ShouldHaveSingleItem().Id.ShouldBe("a");
    }

    [Fact]
    public async Task What_a_process_was_told_is_stored_is_there_after_it_is_killed()
    {
        using var process = OtherProcess.Start("insert", fixture.Folder);
        var acknowledged = new List<string>();
        while (acknowledged.Count < 500)
            acknowledged.Add((await process.StandardOutput.ReadLineAsync().WaitAsync(Patience)).ShouldNotBeNull());
        process.Kill();
        var rest = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);

        // The last line may be cut off in the middle.
        acknowledged.AddRange(rest.Split('\n')[..^1]);
        foreach (var id in acknowledged)
            (await letters.FindAsync(id)).ShouldNotBeNull(id);
        (await letters.InsertAsync(new Letter { Id = "after", CreatedAt = Noon })).ShouldBeTrue();
    }

    private async Task InsertDueAsync(string id) =>
        (await letters.InsertAsync(new Letter { Id = id, CreatedAt = Noon, DueAt = Noon })).ShouldBeTrue();
}
