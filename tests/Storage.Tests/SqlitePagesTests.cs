namespace Wan.Storage.Tests;

/// <summary>How many pages of the file a write costs: each is written twice, once to the log and once to its place.</summary>
public sealed class SqlitePagesTests : IAsyncLifetime
{
    private const int Header = 32;
    private const int Frame = 24 + 4096;

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly SqliteStoreFixture fixture = new();
    private IDocuments<Letter> letters = null!;

    public async Task InitializeAsync()
    {
        var store = fixture.Open();
        letters = store.Documents(Letter.Letters);
        (await store.PrepareAsync(CancellationToken.None)).ShouldBeTrue();
    }

    public Task DisposeAsync() => fixture.DisposeAsync().AsTask();

    [Fact]
    public async Task A_change_of_what_no_index_has_writes_the_page_of_the_document_alone()
    {
        var letter = await InsertAsync();

        (await PagesAsync(letter, one => one.Text = "changed")).ShouldBe(1);
    }

    public static TheoryData<string, int> Changes => new()
    {
        { "status", 2 }, // status, tenant_status
        { "due", 3 }, // due, grp_due, rank
        { "finished", 4 }, // those and expired
        { "group", 2 }, // grp_due, rank
        { "rank", 1 },
        { "unique key", 1 },
        { "lookup key", 1 },
        { "changed", 2 }, // changed, changed_all
        { "tenant", 3 }, // tenant, tenant_status, changed
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_change_writes_the_pages_of_the_indexes_that_have_it_and_of_no_other(string what, int indexes)
    {
        var letter = await InsertAsync();

        (await PagesAsync(letter, one => Change(one, what))).ShouldBe(1 + indexes);

        var found = (await letters.FindAsync("a")).ShouldNotBeNull();
        found.ShouldBeEquivalentTo(letter);
    }

    private static void Change(Letter letter, string what)
    {
        switch (what)
        {
            case "status": letter.Status = "changed"; break;
            case "due": letter.DueAt = Noon.AddHours(1); break;
            case "finished": letter.DueAt = null; break;
            case "group": letter.Group = "changed"; break;
            case "rank": letter.Rank = 2; break;
            case "unique key": letter.UniqueKey = "changed"; break;
            case "lookup key": letter.LookupKey = "changed"; break;
            case "changed": letter.ChangedAt = Noon.AddHours(1); break;
            case "tenant": letter.Tenant = "changed"; break;
        }
    }

    private async Task<Letter> InsertAsync()
    {
        var letter = new Letter
        {
            Id = "a",
            CreatedAt = Noon,
            DueAt = Noon,
            UniqueKey = "key",
            Group = "x",
            Rank = 1,
            Status = "waiting",
            Tenant = "acme",
            LookupKey = "same",
            ChangedAt = Noon,
        };
        (await letters.InsertAsync(letter)).ShouldBeTrue();
        return letter;
    }

    private async Task<long> PagesAsync(Letter letter, Action<Letter> change)
    {
        var log = new FileInfo($"{fixture.File}-wal");
        var before = log.Length;
        change(letter);
        (await letters.ReplaceAsync(letter)).ShouldBeTrue();
        log.Refresh();
        ((before - Header) % Frame).ShouldBe(0);
        return (log.Length - before) / Frame;
    }
}
