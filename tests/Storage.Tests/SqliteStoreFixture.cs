using Microsoft.Data.Sqlite;
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

    public static SqliteStore Open(string folder, TimeSpan? busyTimeout = null) => new(Options.Create(new StorageOptions
    {
        Directory = folder,
        BusyTimeout = busyTimeout ?? TimeSpan.FromSeconds(30), // A busy machine is slow.
    }));

    /// <summary>Every statement of a collection that looks for something.</summary>
    public static IEnumerable<(string Call, string Sql)> Statements()
    {
        var table = new SqliteTable("letters");
        (string, string)[] calls =
        [
            (nameof(table.Replace), table.Replace), (nameof(table.Find), table.Find), (nameof(table.FindByUniqueKey), table.FindByUniqueKey),
            (nameof(table.AnyDue), table.AnyDue), (nameof(table.AnyDueOfGroup), table.AnyDueOfGroup), (nameof(table.OldestDue), table.OldestDue),
            (nameof(table.OldestDueOfGroup), table.OldestDueOfGroup), (nameof(table.LowestRank), table.LowestRank),
            (nameof(table.DueAfter), table.DueAfter), (nameof(table.DueAfterOfGroup), table.DueAfterOfGroup),
            (nameof(table.Lease), table.Lease), (nameof(table.CountBefore), table.CountBefore),
        ];
        return calls.Concat(
            from tenant in new[] { false, true }
            from status in new[] { false, true }
            from cursor in new[] { false, true }
            select ($"Page, tenant {tenant}, status {status}, cursor {cursor}", table.Page(tenant, status, cursor)));
    }

    public IDocumentStore Open()
    {
        var store = Open(Folder);
        lock (stores)
            stores.Add(store);
        return store;
    }

    public async Task<IReadOnlyList<QueryPlan>> ExplainAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync();
        var plans = new List<QueryPlan>();
        foreach (var (call, sql) in Statements())
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"EXPLAIN QUERY PLAN {sql}";
            for (var parameter = 1; parameter <= 10; parameter++)
                command.Parameters.AddWithValue($"?{parameter}", 1);
            await using var reader = await command.ExecuteReaderAsync();
            var steps = new List<string>();
            while (await reader.ReadAsync())
                steps.Add(reader.GetString(3));
            plans.Add(new QueryPlan(call, string.Join("; ", steps), steps.Count == 1 && IsQuick(call, steps[0])));
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
    private static bool IsQuick(string call, string step) => call switch
    {
        nameof(SqliteTable.CountBefore) => step.StartsWith("SEARCH letters USING COVERING INDEX letters_rank (grp=? AND rank<?)", StringComparison.Ordinal),
        "Page, tenant False, status False, cursor False" => step == "SCAN letters USING INDEX letters_created",
        _ => step.StartsWith("SEARCH letters USING ", StringComparison.Ordinal),
    };
}
