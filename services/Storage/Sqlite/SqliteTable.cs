namespace Wan.Storage.Sqlite;

/// <summary>
/// The statements of one collection. Each names the index it must use, so that a statement that would read the whole table fails instead.
/// Indexes on due times hold unfinished documents only: finished ones cost a claim nothing.
/// </summary>
internal sealed class SqliteTable(string name)
{
    private const string Columns = "version, due_at, body";

    public string Name { get; } = name;

    /// <summary>Times are UTC ticks of 100 ns. Version and due time are true here; the copies in the body may be older.</summary>
    public string Create { get; } = $"""
        CREATE TABLE IF NOT EXISTS {name} (
          id TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, created_at INTEGER NOT NULL, due_at INTEGER,
          unique_key TEXT, grp TEXT, rank INTEGER NOT NULL, status TEXT, tenant TEXT, body TEXT NOT NULL);
        CREATE UNIQUE INDEX IF NOT EXISTS {name}_unique_key ON {name} (unique_key) WHERE unique_key IS NOT NULL;
        CREATE INDEX IF NOT EXISTS {name}_due ON {name} (due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX IF NOT EXISTS {name}_grp_due ON {name} (grp, due_at) WHERE due_at IS NOT NULL AND grp IS NOT NULL;
        CREATE INDEX IF NOT EXISTS {name}_rank ON {name} (grp, rank, due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX IF NOT EXISTS {name}_created ON {name} (created_at, id);
        CREATE INDEX IF NOT EXISTS {name}_status ON {name} (status, created_at, id) WHERE status IS NOT NULL;
        CREATE INDEX IF NOT EXISTS {name}_tenant ON {name} (tenant, created_at, id) WHERE tenant IS NOT NULL;
        CREATE INDEX IF NOT EXISTS {name}_tenant_status ON {name} (tenant, status, created_at, id) WHERE tenant IS NOT NULL AND status IS NOT NULL;
        """;

    /// <summary>Counts the table and its indexes as far as they are there, without those that SQLite makes by itself.</summary>
    public string Objects { get; } = $"SELECT count(*) FROM sqlite_schema WHERE tbl_name = '{name}' AND sql IS NOT NULL";

    /// <summary>How many there are once <see cref="Create"/> has run.</summary>
    public int ObjectCount => Create.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length;

    /// <summary>1 id, 2 created at, 3 due at, 4 unique key, 5 group, 6 rank, 7 status, 8 tenant, 9 body.</summary>
    public string Insert { get; } = $"""
        INSERT INTO {name} (id, version, created_at, due_at, unique_key, grp, rank, status, tenant, body)
        VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING
        """;

    /// <summary>As <see cref="Insert"/> without 2; 10 expected version.</summary>
    public string Replace { get; } = $"""
        UPDATE {name} SET version = version + 1, due_at = ?3, unique_key = ?4, grp = ?5, rank = ?6, status = ?7, tenant = ?8, body = ?9
        WHERE id = ?1 AND version = ?10
        """;

    public string Find { get; } = $"SELECT {Columns} FROM {name} WHERE id = ?1";

    public string FindByUniqueKey { get; } = $"SELECT {Columns} FROM {name} INDEXED BY {name}_unique_key WHERE unique_key = ?1";

    /// <summary>1 due at or before, 4 end of the lease; true if there is anything to claim.</summary>
    public string AnyDue { get; } = $"SELECT 1 FROM {name} INDEXED BY {name}_due WHERE due_at <= ?1 AND due_at <> ?4 LIMIT 1";

    /// <summary>1 due at or before, 2 group, 4 end of the lease.</summary>
    public string AnyDueOfGroup { get; } = $"SELECT 1 FROM {name} INDEXED BY {name}_grp_due WHERE grp = ?2 AND due_at <= ?1 AND due_at <> ?4 LIMIT 1";

    /// <summary>1 due at or before, 3 limit, 4 end of the lease, so that a claim that ignores due times goes on where it stopped.</summary>
    public string OldestDue { get; } =
        $"SELECT rowid, {Columns} FROM {name} INDEXED BY {name}_due WHERE due_at <= ?1 AND due_at <> ?4 ORDER BY due_at LIMIT ?3";

    /// <summary>1 due at or before, 2 group, 3 limit, 4 end of the lease.</summary>
    public string OldestDueOfGroup { get; } =
        $"SELECT rowid, {Columns} FROM {name} INDEXED BY {name}_grp_due WHERE grp = ?2 AND due_at <= ?1 AND due_at <> ?4 ORDER BY due_at LIMIT ?3";

    /// <summary>1 due at or before, 2 group, 3 limit, 4 end of the lease.</summary>
    public string LowestRank { get; } =
        $"SELECT rowid, {Columns} FROM {name} INDEXED BY {name}_rank WHERE grp = ?2 AND due_at <= ?1 AND due_at <> ?4 ORDER BY rank, due_at LIMIT ?3";

    /// <summary>1 due after, 2 limit; the latest first.</summary>
    public string DueAfter { get; } = $"SELECT {Columns} FROM {name} INDEXED BY {name}_due WHERE due_at > ?1 ORDER BY due_at DESC LIMIT ?2";

    /// <summary>As <see cref="DueAfter"/>, with 3 group.</summary>
    public string DueAfterOfGroup { get; } =
        $"SELECT {Columns} FROM {name} INDEXED BY {name}_grp_due WHERE grp = ?3 AND due_at > ?1 ORDER BY due_at DESC LIMIT ?2";

    /// <summary>1 row, 2 end of the lease.</summary>
    public string Lease { get; } = $"UPDATE {name} SET due_at = ?2, version = version + 1 WHERE rowid = ?1";

    /// <summary>1 group or null for those that have none, 2 rank.</summary>
    public string CountBefore { get; } =
        $"SELECT count(*) FROM {name} INDEXED BY {name}_rank WHERE grp IS ?1 AND rank < ?2 AND due_at IS NOT NULL";

    private readonly string[] pages =
    [
        .. from tenant in new[] { false, true }
           from status in new[] { false, true }
           from cursor in new[] { false, true }
           select SelectPage(name, tenant, status, cursor),
    ];

    /// <summary>1 limit, 2 and 3 the cursor's time and id, 4 status, 5 tenant.</summary>
    public string Page(bool tenant, bool status, bool cursor) => pages[(tenant ? 4 : 0) + (status ? 2 : 0) + (cursor ? 1 : 0)];

    private static string SelectPage(string name, bool tenant, bool status, bool cursor)
    {
        var index = (tenant, status) switch
        {
            (false, false) => "created",
            (false, true) => "status",
            (true, false) => "tenant",
            (true, true) => "tenant_status",
        };
        string[] conditions =
        [
            .. cursor ? ["(created_at, id) < (?2, ?3)"] : Array.Empty<string>(),
            .. status ? ["status = ?4"] : Array.Empty<string>(),
            .. tenant ? ["tenant = ?5"] : Array.Empty<string>(),
        ];
        var where = conditions.Length == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
        return $"SELECT {Columns}, created_at, id FROM {name} INDEXED BY {name}_{index} {where} ORDER BY created_at DESC, id DESC LIMIT ?1";
    }
}
