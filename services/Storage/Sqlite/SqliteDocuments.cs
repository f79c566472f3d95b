using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Wan.Storage.Sqlite;

/// <summary>A collection as a table.</summary>
internal sealed class SqliteDocuments<T>(SqliteFile file, SqliteTable table, JsonTypeInfo<T> json) : IDocuments<T> where T : class, IDocument
{
    private volatile bool prepared;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (prepared)
            return;

        // Where all is there it is seen without the file's write lock, which somebody may hold.
        if (file.IsThere && file.Read(session => session.Scalar(table.Objects)) == table.ObjectCount)
        {
            prepared = true;
            return;
        }

        await file.WriteAsync(
            session =>
            {
                session.Execute(table.Create);
                return true;
            },
            cancellationToken);
        prepared = true;
    }

    public async Task<bool> InsertAsync(T document, CancellationToken cancellationToken = default)
    {
        await PrepareAsync(cancellationToken);
        var body = JsonSerializer.SerializeToUtf8Bytes(document, json);
        var inserted = await file.WriteAsync(
            session =>
            {
                var statement = Bind(session.Statement(table.Insert), document, body).Bind(2, document.CreatedAt.UtcTicks);
                statement.Step();
                return statement.Changes == 1;
            },
            cancellationToken);
        if (inserted)
            document.Version = 1;
        return inserted;
    }

    public async Task<T?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        await PrepareAsync(cancellationToken);
        return FindOne(table.Find, id);
    }

    public async Task<T?> FindByUniqueKeyAsync(string uniqueKey, CancellationToken cancellationToken = default)
    {
        await PrepareAsync(cancellationToken);
        return FindOne(table.FindByUniqueKey, uniqueKey);
    }

    public async Task<bool> ReplaceAsync(T document, CancellationToken cancellationToken = default)
    {
        await PrepareAsync(cancellationToken);
        var body = JsonSerializer.SerializeToUtf8Bytes(document, json);
        var version = document.Version;
        var replaced = await file.WriteAsync(
            session =>
            {
                var statement = Bind(session.Statement(table.Replace), document, body).Bind(10, version);
                statement.Step();
                return statement.Changes == 1;
            },
            cancellationToken);
        if (replaced)
            document.Version = version + 1;
        return replaced;
    }

    public async Task<IReadOnlyList<T>> ClaimDueAsync(DueClaim claim, CancellationToken cancellationToken = default)
    {
        claim.Check();
        await PrepareAsync(cancellationToken);
        var dueBy = claim.IgnoreDueTime ? long.MaxValue : claim.Now.UtcTicks;
        var until = (claim.Now + claim.Lease).UtcTicks;

        // A sweep mostly finds nothing: see that without taking the file's write lock.
        if (!file.Read(session => Any(session, claim.Group, dueBy, until)))
            return [];
        var rows = await file.WriteAsync(session => Claim(session, claim, dueBy, until), cancellationToken);
        return rows.ConvertAll(row => Read(row.Body, row.Version, until));
    }

    public async Task<IReadOnlyList<T>> DueAfterAsync(
        DateTimeOffset time, int limit, string? group = null, CancellationToken cancellationToken = default)
    {
        await PrepareAsync(cancellationToken);
        return file.Read(session =>
        {
            var statement = session.Statement(group is null ? table.DueAfter : table.DueAfterOfGroup).Bind(1, time.UtcTicks).Bind(2, limit);
            if (group is not null)
                statement.Bind(3, group);
            var found = new List<T>();
            while (statement.Step())
                found.Add(Read(statement, 0));
            return found;
        });
    }

    public async Task<DocumentPage<T>> PageAsync(PageQuery query, CancellationToken cancellationToken = default)
    {
        query.Check();
        var cursor = PageCursor.Read(query.Cursor);
        await PrepareAsync(cancellationToken);
        return file.Read(session => Page(session, query, cursor));
    }

    public async Task<long> CountBeforeAsync(string? group, long rank, CancellationToken cancellationToken = default)
    {
        await PrepareAsync(cancellationToken);
        return file.Read(session =>
        {
            var statement = session.Statement(table.CountBefore).Bind(1, group).Bind(2, rank);
            statement.Step();
            var count = statement.Integer(0);
            statement.Reset();
            return count;
        });
    }

    private static SqliteStatement Bind(SqliteStatement statement, T document, byte[] body) => statement
        .Bind(1, document.Id)
        .Bind(3, document.DueAt?.UtcTicks)
        .Bind(4, document.UniqueKey)
        .Bind(5, document.Group)
        .Bind(6, document.Rank)
        .Bind(7, document.Status)
        .Bind(8, document.Tenant)
        .Bind(9, body.AsSpan());

    private T? FindOne(string sql, string key) => file.Read(session =>
    {
        var statement = session.Statement(sql).Bind(1, key);
        if (!statement.Step())
            return null;
        var document = Read(statement, 0);
        statement.Reset();
        return document;
    });

    private bool Any(SqliteSession session, string? group, long dueBy, long until)
    {
        var statement = session.Statement(group is null ? table.AnyDue : table.AnyDueOfGroup).Bind(1, dueBy).Bind(4, until);
        if (group is not null)
            statement.Bind(2, group);
        var any = statement.Step();
        statement.Reset();
        return any;
    }

    private List<(long Row, long Version, byte[] Body)> Claim(SqliteSession session, DueClaim claim, long dueBy, long until)
    {
        var due = session.Statement(claim switch
        {
            { Group: null } => table.OldestDue,
            { Order: ClaimOrder.LowestRank } => table.LowestRank,
            _ => table.OldestDueOfGroup,
        });
        due.Bind(1, dueBy).Bind(3, claim.Limit).Bind(4, until);
        if (claim.Group is not null)
            due.Bind(2, claim.Group);

        // All are read before the first is changed, because the change moves it in the index that is read.
        var rows = new List<(long Row, long Version, byte[] Body)>();
        while (due.Step())
            rows.Add((due.Integer(0), due.Integer(1) + 1, due.Utf8(3).ToArray()));
        var lease = session.Statement(table.Lease);
        foreach (var row in rows)
            lease.Bind(1, row.Row).Bind(2, until).Step();
        return rows;
    }

    private DocumentPage<T> Page(SqliteSession session, PageQuery query, PageCursor? cursor)
    {
        var statement = session.Statement(table.Page(query.Tenant is not null, query.Status is not null, cursor is not null));
        statement.Bind(1, query.Limit + 1);
        if (cursor is { } after)
            statement.Bind(2, after.CreatedAt).Bind(3, after.Id);
        if (query.Status is not null)
            statement.Bind(4, query.Status);
        if (query.Tenant is not null)
            statement.Bind(5, query.Tenant);

        var items = new List<T>();
        PageCursor last = default;
        while (statement.Step())
        {
            if (items.Count == query.Limit)
            {
                statement.Reset();
                return new DocumentPage<T>(items, last.ToString());
            }

            items.Add(Read(statement, 0));
            last = new PageCursor(statement.Integer(3), statement.Text(4));
        }

        return new DocumentPage<T>(items, null);
    }

    private T Read(SqliteStatement statement, int column) =>
        Read(statement.Utf8(column + 2), statement.Integer(column), statement.IsNull(column + 1) ? null : statement.Integer(column + 1));

    private T Read(ReadOnlySpan<byte> body, long version, long? dueAt) => StoredBody.Read(body, json, version, dueAt);
}
