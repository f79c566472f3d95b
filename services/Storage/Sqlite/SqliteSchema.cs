namespace Wan.Storage.Sqlite;

/// <summary>
/// What a collection needs in its file. A changed index takes a new name (<c>due_v2</c>), so that an older release beside this one keeps its own.
/// </summary>
internal sealed class SqliteSchema(string name, DocumentQueries queries, bool expires)
{
    // Times are UTC ticks of 100 ns. Version and due time are true here; the copies in the body may be older.
    private readonly string table = $"""
        CREATE TABLE IF NOT EXISTS {name} (
          id TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, created_at INTEGER NOT NULL, due_at INTEGER,
          unique_key TEXT, grp TEXT, rank INTEGER NOT NULL, status TEXT, tenant TEXT, body TEXT NOT NULL,
          lookup_key TEXT, keep_until INTEGER, schema INTEGER, write_id INTEGER, changed_at INTEGER)
        """;

    // A file of the first release has the table without these.
    private static readonly (string Name, string Type)[] AddedColumns =
        [("lookup_key", "TEXT"), ("keep_until", "INTEGER"), ("schema", "INTEGER"), ("write_id", "INTEGER"), ("changed_at", "INTEGER")];

    private static readonly (DocumentQueries Query, string Index, string Definition)[] All =
    [
        (DocumentQueries.UniqueKey, "unique_key", "(unique_key) WHERE unique_key IS NOT NULL"),
        (DocumentQueries.Due, "due", "(due_at) WHERE due_at IS NOT NULL"),
        (DocumentQueries.GroupDue, "grp_due", "(grp, due_at) WHERE due_at IS NOT NULL AND grp IS NOT NULL"),
        (DocumentQueries.GroupRank, "rank", "(grp, rank, due_at) WHERE due_at IS NOT NULL"),
        (DocumentQueries.Created, "created", "(created_at, id)"),
        (DocumentQueries.Status, "status", "(status, created_at, id) WHERE status IS NOT NULL"),
        (DocumentQueries.Tenant, "tenant", "(tenant, created_at, id) WHERE tenant IS NOT NULL"),
        (DocumentQueries.TenantStatus, "tenant_status", "(tenant, status, created_at, id) WHERE tenant IS NOT NULL AND status IS NOT NULL"),
        (DocumentQueries.LookupKey, "lookup", "(lookup_key, created_at, id) WHERE lookup_key IS NOT NULL"),
        (DocumentQueries.Changed, "changed", "(tenant, changed_at, id) WHERE tenant IS NOT NULL AND changed_at IS NOT NULL"),
        (DocumentQueries.ChangedAll, "changed_all", "(changed_at, id) WHERE changed_at IS NOT NULL"),
        (Expiry, "expired", "(keep_until) WHERE keep_until IS NOT NULL"),
    ];

    // No query of the callers'.
    private const DocumentQueries Expiry = (DocumentQueries)(1 << 30);

    private IEnumerable<(string Index, string Sql)> Indexes =>
        from index in All
        where ((expires ? queries | Expiry : queries) & index.Query) != 0
        let unique = index.Query == DocumentQueries.UniqueKey ? "UNIQUE " : ""
        select ($"{name}_{index.Index}", $"CREATE {unique}INDEX IF NOT EXISTS {name}_{index.Index} ON {name} {index.Definition}");

    /// <summary>Whether nothing is missing.</summary>
    public bool IsThere(SqliteSession session) =>
        MissingColumns(session).Count == 0 && Known(session).IsSupersetOf(Indexes.Select(index => index.Index).Append(name));

    /// <summary>Makes what is missing; of a large table's indexes each takes a few seconds for a million documents.</summary>
    public void Make(SqliteSession session)
    {
        session.Execute(table);
        foreach (var (column, type) in MissingColumns(session))
            session.Execute($"ALTER TABLE {name} ADD COLUMN {column} {type}");
        foreach (var (_, sql) in Indexes)
            session.Execute(sql);
    }

    /// <summary>Indexes that a release has made which needed them, and this one doesn't.</summary>
    public IReadOnlyList<string> Superseded(SqliteSession session)
    {
        var ours = All.Select(index => $"{name}_{index.Index}").Except(Indexes.Select(index => index.Index)).ToHashSet();
        return [.. Known(session).Where(ours.Contains)];
    }

    private HashSet<string> Known(SqliteSession session) =>
        [.. session.Texts($"SELECT name FROM sqlite_schema WHERE tbl_name = '{name}' AND sql IS NOT NULL")];

    private List<(string Name, string Type)> MissingColumns(SqliteSession session)
    {
        var there = session.Texts($"SELECT name FROM pragma_table_info('{name}')").ToHashSet();
        return [.. AddedColumns.Where(column => !there.Contains(column.Name))];
    }
}
