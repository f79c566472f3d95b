using Wan.Storage.Sqlite;

namespace Wan.Storage.Tests;

/// <summary>A collection that declares one query has what that query needs, so that any that declares several has it too.</summary>
public sealed class SqliteQueriesTests : IAsyncLifetime
{
    private readonly SqliteStoreFixture fixture = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => fixture.DisposeAsync().AsTask();

    [Theory]
    [InlineData(DocumentQueries.None, new string[0])]
    [InlineData(DocumentQueries.UniqueKey, new[] { "FindByUniqueKey" })]
    [InlineData(DocumentQueries.Due, new[] { "AnyDue", "OldestDue", "DueAfter" })]
    [InlineData(DocumentQueries.GroupDue, new[] { "AnyDueOfGroup", "OldestDueOfGroup", "DueAfterOfGroup" })]
    [InlineData(DocumentQueries.GroupRank, new[] { "AnyDueOfRanks", "LowestRank", "CountBefore" })]
    [InlineData(DocumentQueries.Created, new[] { "Page, Created" })]
    [InlineData(DocumentQueries.Status, new[] { "Page, Status", "Count" })]
    [InlineData(DocumentQueries.Tenant, new[] { "Page, Tenant," })]
    [InlineData(DocumentQueries.TenantStatus, new[] { "Page, TenantStatus", "CountOfTenant" })]
    [InlineData(DocumentQueries.LookupKey, new[] { "Page, LookupKey" })]
    [InlineData(DocumentQueries.Changed, new[] { "Changed" })]
    [InlineData(DocumentQueries.ChangedAll, new[] { "ChangedAll" })]
    public async Task Every_statement_of_a_query_finds_its_way_by_the_indexes_of_that_query_alone(DocumentQueries query, string[] calls)
    {
        var store = fixture.Open();
        store.Documents(new Collection<Letter>("post", "letters", LetterJson.Default.Letter) { Queries = query });
        await store.PrepareAsync(CancellationToken.None);
        string[] always = [nameof(SqliteTable.Replace), nameof(SqliteTable.Searched), nameof(SqliteTable.Find), nameof(SqliteTable.Delete), nameof(SqliteTable.Stamp), nameof(SqliteTable.Lease)];

        var statements = SqliteStoreFixture.Statements()
            .Where(statement => always.Contains(statement.Call) || calls.Any(call => statement.Call == call || (call.StartsWith("Page", StringComparison.Ordinal) && statement.Call.StartsWith(call, StringComparison.Ordinal))))
            .ToList();
        statements.Count.ShouldBeGreaterThanOrEqualTo(always.Length + calls.Length);

        (await fixture.ExplainAsync(statements)).Where(plan => !plan.IsQuick).ShouldBeEmpty();
        (await fixture.RunAsync("SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")).ShouldBe(query == DocumentQueries.None ? 0L : 1L);
    }

    [Theory]
    [InlineData(Retention.Forever, 0)]
    [InlineData(Retention.KeepFinishedFor, 1)]
    [InlineData(Retention.KeepGenerationsFor, 1)]
    public async Task A_collection_whose_documents_expire_finds_those_by_an_index(Retention retention, long indexes)
    {
        var store = fixture.Open();
        store.Documents(new Collection<Letter>("post", "letters", LetterJson.Default.Letter) { Retention = retention });
        await store.PrepareAsync(CancellationToken.None);

        (await fixture.RunAsync("SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")).ShouldBe(indexes);
        if (indexes > 0)
        {
            var statements = SqliteStoreFixture.Statements().Where(statement => statement.Call.Contains("Expired", StringComparison.Ordinal));
            (await fixture.ExplainAsync(statements)).Where(plan => !plan.IsQuick).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Only_a_collection_that_the_store_is_to_clean_is_cleaned_a_few_at_a_time()
    {
        var time = new Later();
        using var store = SqliteStoreFixture.Open(
            new StorageOptions { Directory = fixture.Folder, KeepFinishedFor = TimeSpan.FromDays(2), KeepGenerationsFor = TimeSpan.FromDays(2) }, time);
        var finished = store.Documents(Letter.Letters);
        var generations = store.Documents(Letter.Parcels with { Retention = Retention.KeepGenerationsFor });
        for (var i = 0; i < 5; i++)
        {
            (await finished.InsertAsync(NewLetter($"{i}"))).ShouldBeTrue();
            (await generations.InsertAsync(NewLetter($"{i}"))).ShouldBeTrue();
        }

        (await store.DeleteExpiredAsync(3, CancellationToken.None)).ShouldBe(0);
        time.By = TimeSpan.FromDays(2);
        (await store.DeleteExpiredAsync(3, CancellationToken.None)).ShouldBe(3);
        (await store.DeleteExpiredAsync(3, CancellationToken.None)).ShouldBe(2);
        (await store.DeleteExpiredAsync(3, CancellationToken.None)).ShouldBe(0);
        (await generations.PageAsync(new PageQuery { Limit = 10 })).Items.Count.ShouldBe(5);
    }

    private static Letter NewLetter(string id) => new() { Id = id, CreatedAt = DateTimeOffset.UnixEpoch };

    private sealed class Later : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + By;
    }
}
