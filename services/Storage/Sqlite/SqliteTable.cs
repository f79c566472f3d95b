namespace Wan.Storage.Sqlite;

/// <summary>
/// The statements of one collection. Each names the index it must use, so that a statement that would read the whole table fails instead.
/// Indexes on due times hold unfinished documents only: finished ones cost a claim nothing.
/// </summary>
internal sealed class SqliteTable(string name)
{
    // As SqliteRow reads them.
    private const string Columns = "id, version, created_at, due_at, schema, body, changed_at";

    private static readonly (string Name, int Parameter)[] SearchedColumns =
        [("due_at", 3), ("unique_key", 4), ("grp", 5), ("rank", 6), ("status", 7), ("tenant", 8), ("lookup_key", 11), ("keep_until", 12), ("changed_at", 14)];

    public string Name { get; } = name;

    /// <summary>1 id, 2 created at, 3 due at, 4 unique key, 5 group, 6 rank, 7 status, 8 tenant, 9 body, 11 lookup key, 12 keep until, 13 schema, 14 changed at, 15 write.</summary>
    public string Insert { get; } = $"""
        INSERT INTO {name} (id, version, created_at, due_at, unique_key, grp, rank, status, tenant, body, lookup_key, keep_until, schema, changed_at, write_id)
        VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?11, ?12, ?13, ?14, ?15) ON CONFLICT DO NOTHING
        """;

    /// <summary>What is searched of the document 1, in the order of <see cref="SqliteRow.Differences"/>.</summary>
    public string Searched { get; } = $"SELECT {string.Join(", ", SearchedColumns.Select(column => column.Name))} FROM {name} WHERE id = ?1";

    /// <summary>
    /// As <see cref="Insert"/> without 2; 10 expected version. Of the columns that are searched it sets only those that differ: SQLite writes the entries
    /// of each index that has a column which is set, whether it has another value or not, and that is a page of the file for each.
    /// </summary>
    /// <param name="differences">As <see cref="SqliteRow.Differences"/> tells them.</param>
    public string Replace(int differences) => replacements[differences].Value;

    private readonly Lazy<string>[] replacements = [.. Enumerable.Range(0, 1 << SearchedColumns.Length).Select(differences => new Lazy<string>(() =>
    {
        var set = SearchedColumns.Where((_, i) => (differences & (1 << i)) != 0).Select(column => $", {column.Name} = ?{column.Parameter}");
        return $"UPDATE {name} SET version = version + 1, body = ?9, schema = ?13, write_id = ?15{string.Concat(set)} WHERE id = ?1 AND version = ?10";
    }))];

    /// <summary>1 id, 2 expected version.</summary>
    public string Delete { get; } = $"DELETE FROM {name} WHERE id = ?1 AND version = ?2";

    public string Find { get; } = $"SELECT {Columns} FROM {name} WHERE id = ?1";

    /// <summary>Version and write of the document 1.</summary>
    public string Stamp { get; } = $"SELECT version, write_id FROM {name} WHERE id = ?1";

    public string FindByUniqueKey { get; } = $"SELECT {Columns} FROM {name} INDEXED BY {name}_unique_key WHERE unique_key = ?1";

    /// <summary>1 due at or before, 4 end of the lease; true if there is anything to claim.</summary>
    public string AnyDue { get; } = $"SELECT 1 FROM {name} INDEXED BY {name}_due WHERE due_at <= ?1 AND due_at <> ?4 LIMIT 1";

    /// <summary>1 due at or before, 2 group, 4 end of the lease.</summary>
    public string AnyDueOfGroup { get; } = $"SELECT 1 FROM {name} INDEXED BY {name}_grp_due WHERE grp = ?2 AND due_at <= ?1 AND due_at <> ?4 LIMIT 1";

    /// <summary>As <see cref="AnyDueOfGroup"/>, where there is only the index of the ranks.</summary>
    public string AnyDueOfRanks { get; } = $"SELECT 1 FROM {name} INDEXED BY {name}_rank WHERE grp = ?2 AND due_at <= ?1 AND due_at <> ?4 LIMIT 1";

    /// <summary>1 due at or before, 3 limit, 4 end of the lease, so that a claim that ignores due times goes on where it stopped.</summary>
    public string OldestDue { get; } =
        $"SELECT {Columns} FROM {name} INDEXED BY {name}_due WHERE due_at <= ?1 AND due_at <> ?4 ORDER BY due_at LIMIT ?3";

    /// <summary>1 due at or before, 2 group, 3 limit, 4 end of the lease.</summary>
    public string OldestDueOfGroup { get; } =
        $"SELECT {Columns} FROM {name} INDEXED BY {name}_grp_due WHERE grp = ?2 AND due_at <= ?1 AND due_at <> ?4 ORDER BY due_at LIMIT ?3";

    /// <summary>1 due at or before, 2 group, 3 limit, 4 end of the lease.</summary>
    public string LowestRank { get; } =
        $"SELECT {Columns} FROM {name} INDEXED BY {name}_rank WHERE grp = ?2 AND due_at <= ?1 AND due_at <> ?4 ORDER BY rank, due_at LIMIT ?3";

    /// <summary>1 due after, 2 limit; the latest first.</summary>
    public string DueAfter { get; } = $"SELECT {Columns} FROM {name} INDEXED BY {name}_due WHERE due_at > ?1 ORDER BY due_at DESC LIMIT ?2";

    /// <summary>As <see cref="DueAfter"/>, with 3 group.</summary>
    public string DueAfterOfGroup { get; } =
        $"SELECT {Columns} FROM {name} INDEXED BY {name}_grp_due WHERE grp = ?3 AND due_at > ?1 ORDER BY due_at DESC LIMIT ?2";

    /// <summary>1 id, 2 end of the lease, 3 write.</summary>
    public string Lease { get; } = $"UPDATE {name} SET due_at = ?2, version = version + 1, write_id = ?3 WHERE id = ?1";

    /// <summary>1 limit, 2 and 3 the time and the id behind which it starts; the earliest first.</summary>
    public string ChangedAll { get; } =
        $"SELECT {Columns} FROM {name} INDEXED BY {name}_changed_all WHERE changed_at >= ?2 AND (changed_at, id) > (?2, ?3) ORDER BY changed_at, id LIMIT ?1";

    /// <summary>As <see cref="ChangedAll"/>, with 4 tenant.</summary>
    public string Changed { get; } = $"""
        SELECT {Columns} FROM {name} INDEXED BY {name}_changed
        WHERE tenant = ?4 AND changed_at >= ?2 AND (changed_at, id) > (?2, ?3) ORDER BY changed_at, id LIMIT ?1
        """;

    /// <summary>1 group or null for those that have none, 2 rank, 3 the most to count.</summary>
    public string CountBefore { get; } =
        $"SELECT count(*) FROM (SELECT 1 FROM {name} INDEXED BY {name}_rank WHERE grp IS ?1 AND rank < ?2 AND due_at IS NOT NULL LIMIT ?3)";

    /// <summary>1 status, 2 the most to count.</summary>
    public string Count { get; } = $"SELECT count(*) FROM (SELECT 1 FROM {name} INDEXED BY {name}_status WHERE status = ?1 LIMIT ?2)";

    /// <summary>As <see cref="Count"/>, with 3 tenant.</summary>
    public string CountOfTenant { get; } =
        $"SELECT count(*) FROM (SELECT 1 FROM {name} INDEXED BY {name}_tenant_status WHERE tenant = ?3 AND status = ?1 LIMIT ?2)";

    /// <summary>1 kept until this or before, 2 limit.</summary>
    public string Expired { get; } = $"SELECT {Columns} FROM {name} INDEXED BY {name}_expired WHERE keep_until <= ?1 ORDER BY keep_until LIMIT ?2";

    /// <summary>As <see cref="Expired"/>: deletes them.</summary>
    public string DeleteExpired { get; } =
        $"DELETE FROM {name} WHERE rowid IN (SELECT rowid FROM {name} INDEXED BY {name}_expired WHERE keep_until <= ?1 ORDER BY keep_until LIMIT ?2)";

    /// <summary>1 limit, 2 and 3 the time and the id before which it starts, 4 status or lookup key, 5 tenant, 6 the earliest time.</summary>
    public string Page(DocumentQueries query, bool start, bool end) => pages[(query, start, end)];

    private readonly Dictionary<(DocumentQueries, bool, bool), string> pages = (
        from page in new (DocumentQueries Query, string Index, string Condition)[]
        {
            (DocumentQueries.Created, "created", ""),
            (DocumentQueries.Status, "status", "status = ?4"),
            (DocumentQueries.Tenant, "tenant", "tenant = ?5"),
            (DocumentQueries.TenantStatus, "tenant_status", "tenant = ?5 AND status = ?4"),
            (DocumentQueries.LookupKey, "lookup", "lookup_key = ?4"),
        }
        from start in new[] { false, true }
        from end in new[] { false, true }
        let conditions = new[] { page.Condition, start ? "(created_at, id) < (?2, ?3)" : "", end ? "created_at >= ?6" : "" }
            .Where(condition => condition.Length > 0).ToList()
        let only = conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)} "
        select ((page.Query, start, end),
            $"SELECT {Columns} FROM {name} INDEXED BY {name}_{page.Index} {only}ORDER BY created_at DESC, id DESC LIMIT ?1"))
        .ToDictionary();
}
