using Wan.Storage.Calls;

namespace Wan.Storage.Sqlite;

/// <summary>A collection as a table.</summary>
internal sealed class SqliteCollection(SqliteFile file, string name, DocumentQueries queries, bool expires) : IStoredCollection
{
    private static readonly TimeSpan AfterDoubt = TimeSpan.FromMilliseconds(20);

    private readonly SqliteTable table = new(name);
    private readonly SqliteSchema schema = new(name, queries, expires);
    private volatile bool prepared;

    /// <summary>The table's name.</summary>
    public string Name => table.Name;

    /// <summary>Nothing lies between SQLite and us that could send a write twice.</summary>
    public bool AnswersOnce => true;

    /// <summary>Makes the table and the indexes that are missing: no statement can run without those that it names.</summary>
    public async Task PrepareAsync(CallBounds bounds)
    {
        if (prepared)
            return;

        // Where all is there it is seen without the file's write lock, which somebody may hold.
        if (!file.IsThere || !file.Read(schema.IsThere))
        {
            await file.WriteAsync(
                session =>
                {
                    schema.Make(session);
                    return true;
                },
                bounds);
        }

        prepared = true;
    }

    /// <summary>Indexes of it that this release doesn't need.</summary>
    public IReadOnlyList<string> Superseded(SqliteSession session) => schema.Superseded(session);

    public async Task<WriteAnswer> InsertAsync(StoredEntry entry, CallBounds bounds)
    {
        await PrepareAsync(bounds);
        return await file.WriteAsync(
            session =>
            {
                var statement = SqliteRow.Bind(session.Statement(table.Insert), entry).Bind(2, entry.CreatedAt);
                statement.Step();
                return statement.Changes == 1 ? WriteAnswer.Done : WriteAnswer.Lost;
            },
            bounds);
    }

    public async Task<WriteAnswer> ReplaceAsync(StoredEntry entry, long expectedVersion, CallBounds bounds)
    {
        await PrepareAsync(bounds);
        return await file.WriteAsync(
            session =>
            {
                var searched = session.Statement(table.Searched).Bind(1, entry.Id);
                if (!searched.Step())
                    return WriteAnswer.Lost;
                var differences = SqliteRow.Differences(searched, entry);
                searched.Reset();
                var statement = SqliteRow.Bind(session.Statement(table.Replace(differences)), entry).Bind(10, expectedVersion);
                try
                {
                    statement.Step();
                }
                catch (StorageException exception) when (SqliteFault.IsTakenKey(exception))
                {
                    return WriteAnswer.KeyTaken;
                }

                return statement.Changes == 1 ? WriteAnswer.Done : WriteAnswer.Lost;
            },
            bounds);
    }

    public async Task<WriteAnswer> DeleteAsync(string id, long expectedVersion, CallBounds bounds)
    {
        await PrepareAsync(bounds);
        return await file.WriteAsync(
            session =>
            {
                var statement = session.Statement(table.Delete).Bind(1, id).Bind(2, expectedVersion);
                statement.Step();
                return statement.Changes == 1 ? WriteAnswer.Done : WriteAnswer.Lost;
            },
            bounds);
    }

    public Task<Stamp?> StampAsync(string id, CallBounds bounds) => ReadAsync<Stamp?>(bounds, session =>
    {
        var statement = session.Statement(table.Stamp).Bind(1, id);
        if (!statement.Step())
            return null;
        var stamp = new Stamp(statement.Integer(0), statement.IsNull(1) ? null : statement.Integer(1));
        statement.Reset();
        return stamp;
    });

    public Task<StoredEntry?> FindAsync(string id, CallBounds bounds) => FindOneAsync(table.Find, id, bounds);

    public Task<StoredEntry?> FindByUniqueKeyAsync(string uniqueKey, CallBounds bounds) => FindOneAsync(table.FindByUniqueKey, uniqueKey, bounds);

    public async Task<IReadOnlyList<StoredEntry>> ClaimDueAsync(DueClaim claim, CallBounds bounds)
    {
        var dueBy = claim.IgnoreDueTime ? long.MaxValue : claim.Now.UtcTicks;
        var until = (claim.Now + claim.Lease).UtcTicks;

        // A sweep mostly finds nothing: see that without taking the file's write lock.
        if (!await ReadAsync(bounds, session => Any(session, claim.Group, dueBy, until)))
            return [];
        var writeId = WriteIds.Next();
        var claimed = new List<StoredEntry>();
        while (true)
        {
            try
            {
                return await file.WriteAsync(session => claimed = Claim(session, claim, dueBy, until, writeId), bounds);
            }
            catch (StorageUnavailableException exception) when (exception.MayHaveBeenStored && !bounds.Deadline.IsCancellationRequested)
            {
                // All of them or none.
                if (claimed.Count > 0 && await StampAsync(claimed[0].Id, bounds) is { } stamp && stamp.WriteId == writeId)
                    return claimed;
            }

            await Task.Delay(AfterDoubt, bounds.Deadline);
        }
    }

    public Task<IReadOnlyList<StoredEntry>> DueAfterAsync(long dueAfter, int limit, string? group, CallBounds bounds) => ReadAllAsync(bounds, session =>
    {
        var statement = session.Statement(group is null ? table.DueAfter : table.DueAfterOfGroup).Bind(1, dueAfter).Bind(2, limit);
        if (group is not null)
            statement.Bind(3, group);
        return statement;
    });

    public Task<IReadOnlyList<StoredEntry>> PageAsync(PageQuery query, PageCursor? start, CallBounds bounds) => ReadAllAsync(bounds, session =>
    {
        var statement = session.Statement(table.Page(query.Query, start is not null, query.CreatedAfter is not null)).Bind(1, query.Limit + 1);
        if (start is { } before)
            statement.Bind(2, before.CreatedAt).Bind(3, before.Id);
        if ((query.LookupKey ?? query.Status) is { } word)
            statement.Bind(4, word);
        if (query.Tenant is not null)
            statement.Bind(5, query.Tenant);
        if (query.CreatedAfter is { } after)
            statement.Bind(6, after.UtcTicks);
        return statement;
    });

    public Task<IReadOnlyList<StoredEntry>> ChangedAsync(long changedAt, string id, string? tenant, int limit, CallBounds bounds) =>
        ReadAllAsync(bounds, session =>
        {
            var statement = session.Statement(tenant is null ? table.ChangedAll : table.Changed).Bind(1, limit).Bind(2, changedAt).Bind(3, id);
            if (tenant is not null)
                statement.Bind(4, tenant);
            return statement;
        });

    public Task<long> CountBeforeAsync(string? group, long rank, int limit, CallBounds bounds) => ReadAsync(bounds, session =>
        CountOf(session.Statement(table.CountBefore).Bind(1, group).Bind(2, rank).Bind(3, limit)));

    public Task<long> CountAsync(string status, string? tenant, int limit, CallBounds bounds) => ReadAsync(bounds, session =>
    {
        var statement = session.Statement(tenant is null ? table.Count : table.CountOfTenant).Bind(1, status).Bind(2, limit);
        return CountOf(tenant is null ? statement : statement.Bind(3, tenant));
    });

    public Task<IReadOnlyList<StoredEntry>> ExpiredAsync(DateTimeOffset now, int limit, CallBounds bounds) =>
        ReadAllAsync(bounds, session => session.Statement(table.Expired).Bind(1, now.UtcTicks).Bind(2, limit));

    /// <summary>Deletes some whose time is over.</summary>
    /// <returns>How many they were.</returns>
    public async Task<int> DeleteExpiredAsync(DateTimeOffset now, int limit, CallBounds bounds)
    {
        // Mostly there is nothing: see that without taking the file's write lock.
        if ((await ExpiredAsync(now, 1, bounds)).Count == 0)
            return 0;
        return await file.WriteAsync(
            session =>
            {
                var statement = session.Statement(table.DeleteExpired).Bind(1, now.UtcTicks).Bind(2, limit);
                statement.Step();
                return statement.Changes;
            },
            bounds);
    }

    private static long CountOf(SqliteStatement statement)
    {
        statement.Step();
        var count = statement.Integer(0);
        statement.Reset();
        return count;
    }

    private async Task<TResult> ReadAsync<TResult>(CallBounds bounds, Func<SqliteSession, TResult> read)
    {
        await PrepareAsync(bounds);
        return file.Read(read);
    }

    private async Task<IReadOnlyList<StoredEntry>> ReadAllAsync(CallBounds bounds, Func<SqliteSession, SqliteStatement> select) =>
        await ReadAsync(bounds, session => SqliteRow.ReadAll(select(session)));

    private Task<StoredEntry?> FindOneAsync(string sql, string key, CallBounds bounds) => ReadAsync(bounds, session =>
    {
        var statement = session.Statement(sql).Bind(1, key);
        if (!statement.Step())
            return null;
        var entry = SqliteRow.Read(statement);
        statement.Reset();
        return entry;
    });

    private bool Any(SqliteSession session, string? group, long dueBy, long until)
    {
        var sql = group is null ? table.AnyDue : queries.HasFlag(DocumentQueries.GroupDue) ? table.AnyDueOfGroup : table.AnyDueOfRanks;
        var statement = session.Statement(sql).Bind(1, dueBy).Bind(4, until);
        if (group is not null)
            statement.Bind(2, group);
        var any = statement.Step();
        statement.Reset();
        return any;
    }

    private List<StoredEntry> Claim(SqliteSession session, DueClaim claim, long dueBy, long until, long writeId)
    {
        var due = session.Statement(claim.Query switch
        {
            DocumentQueries.Due => table.OldestDue,
            DocumentQueries.GroupRank => table.LowestRank,
            _ => table.OldestDueOfGroup,
        });
        due.Bind(1, dueBy).Bind(3, claim.Limit).Bind(4, until);
        if (claim.Group is not null)
            due.Bind(2, claim.Group);

        // All are read before the first is changed, because the change moves it in the index that is read.
        var rows = SqliteRow.ReadAll(due);
        var lease = session.Statement(table.Lease);
        foreach (var row in rows)
            lease.Bind(1, row.Id).Bind(2, until).Bind(3, writeId).Step();
        return rows.ConvertAll(row => row with { Version = row.Version + 1, DueAt = until, WasDueAt = row.DueAt });
    }
}
