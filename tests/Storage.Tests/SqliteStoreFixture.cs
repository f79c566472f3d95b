using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Wan.Fixtures;
using Wan.Storage.Sqlite;

namespace Wan.Storage.Tests;

internal sealed class SqliteStoreFixture : IStoreFixture
{
    private readonly List<SqliteStore> stores = [];
    private readonly TemporaryFolder folder = new();

    public string Folder => folder.Path;

    public string File => folder.File("post.db");

    // A busy machine is slow.
    public static SqliteStore Open(string folder, TimeSpan? busyTimeout = null) => Open(new StorageOptions
    {
        Directory = folder,
        BusyTimeout = busyTimeout ?? TimeSpan.FromSeconds(30),
        Timeout = TimeSpan.FromMinutes(1),
    });

    public static SqliteStore Open(StorageOptions options, TimeProvider? time = null) =>
        new(Options.Create(options), time ?? TimeProvider.System, NullLogger<SqliteStore>.Instance);

    private static readonly DocumentQueries[] Pages =
        [DocumentQueries.Created, DocumentQueries.Status, DocumentQueries.Tenant, DocumentQueries.TenantStatus, DocumentQueries.LookupKey];

    /// <summary>Every statement of a collection that looks for something.</summary>
    public static IEnumerable<(string Call, string Sql)> Statements(string name = "letters")
    {
        var table = new SqliteTable(name);
        (string, string)[] calls =
        [
            (nameof(table.Replace), table.Replace(0)), (nameof(table.Searched), table.Searched), (nameof(table.Find), table.Find), (nameof(table.FindByUniqueKey), table.FindByUniqueKey),
            (nameof(table.AnyDue), table.AnyDue), (nameof(table.AnyDueOfGroup), table.AnyDueOfGroup), (nameof(table.OldestDue), table.OldestDue),
            (nameof(table.OldestDueOfGroup), table.OldestDueOfGroup), (nameof(table.LowestRank), table.LowestRank),
            (nameof(table.DueAfter), table.DueAfter), (nameof(table.DueAfterOfGroup), table.DueAfterOfGroup),
            (nameof(table.Lease), table.Lease), (nameof(table.CountBefore), table.CountBefore), (nameof(table.Count), table.Count), (nameof(table.CountOfTenant), table.CountOfTenant), (nameof(table.Stamp), table.Stamp),
            (nameof(table.AnyDueOfRanks), table.AnyDueOfRanks), (nameof(table.Delete), table.Delete), (nameof(table.Expired), table.Expired),
            (nameof(table.DeleteExpired), table.DeleteExpired), (nameof(table.Changed), table.Changed), (nameof(table.ChangedAll), table.ChangedAll),
        ];
        return calls.Concat(
            from query in Pages
            from start in new[] { false, true }
            from end in new[] { false, true }
            select ($"Page, {query}, start {start}, end {end}", table.Page(query, start, end)));
    }

    public IDocumentStore Open()
    {
        var store = Open(Folder);
        lock (stores)
            stores.Add(store);
        return store;
    }

    public async Task SpoilAsync(string id) => await RunAsync($"UPDATE letters SET body = '{{' WHERE id = '{id}'");

    public async Task<string> BodyAsync(string id) => (string)(await RunAsync($"SELECT body FROM letters WHERE id = '{id}'"))!;

    /// <summary>Runs a statement beside the stores.</summary>
    public async Task<object?> RunAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    public Task<IReadOnlyList<QueryPlan>> ExplainAsync() => ExplainAsync(Statements());

    /// <summary>Asks how it would run these.</summary>
    public async Task<IReadOnlyList<QueryPlan>> ExplainAsync(IEnumerable<(string Call, string Sql)> statements)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync();
        var plans = new List<QueryPlan>();
        foreach (var (call, sql) in statements)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"EXPLAIN QUERY PLAN {sql}";
            for (var parameter = 1; parameter <= 15; parameter++)
                command.Parameters.AddWithValue($"?{parameter}", 1);
            await using var reader = await command.ExecuteReaderAsync();
            var steps = new List<string>();
            while (await reader.ReadAsync())
                steps.Add(reader.GetString(3));
            plans.Add(new QueryPlan(call, string.Join("; ", steps), steps.TrueForAll(step => IsQuick(call, step))));
        }

        return plans;
    }

    public ValueTask DisposeAsync()
    {
        foreach (var store in stores)
            store.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    // A first page of all documents reads its index from the end; everything else must go straight to a place in one.
    private static bool IsQuick(string call, string step) => step switch
    {
        "SCAN (subquery-1)" or "CO-ROUTINE (subquery-1)" or "LIST SUBQUERY 1" => true, // What the subquery itself reads is a step of its own.
        "SCAN letters USING INDEX letters_created" => call == "Page, Created, start False, end False",
        _ when call.StartsWith("Page", StringComparison.Ordinal) =>
            step.StartsWith("SEARCH letters USING ", StringComparison.Ordinal)
            && (!call.Contains("start True", StringComparison.Ordinal) || step.Contains("(created_at,id)<(?,?)", StringComparison.Ordinal))
            && (!call.Contains("end True", StringComparison.Ordinal) || step.Contains("created_at>?", StringComparison.Ordinal)),
        _ when call == nameof(SqliteTable.CountBefore) =>
            step.StartsWith("SEARCH letters USING COVERING INDEX letters_rank (grp=? AND rank<?)", StringComparison.Ordinal),
        _ when call == nameof(SqliteTable.Count) => step.StartsWith("SEARCH letters USING COVERING INDEX letters_status (status=?)", StringComparison.Ordinal),
        _ when call == nameof(SqliteTable.CountOfTenant) =>
            step.StartsWith("SEARCH letters USING COVERING INDEX letters_tenant_status (tenant=? AND status=?)", StringComparison.Ordinal),
        _ when call == nameof(SqliteTable.Changed) => step.StartsWith("SEARCH letters USING INDEX letters_changed (tenant=? AND changed_at>?", StringComparison.Ordinal),
        _ when call == nameof(SqliteTable.ChangedAll) => step.StartsWith("SEARCH letters USING INDEX letters_changed_all (changed_at>?", StringComparison.Ordinal),
        _ => step.StartsWith("SEARCH letters USING ", StringComparison.Ordinal),
    };
}
