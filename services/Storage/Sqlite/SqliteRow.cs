using Wan.Storage.Calls;

namespace Wan.Storage.Sqlite;

/// <summary>A document as a row; see <see cref="SqliteTable"/> for the order of its columns.</summary>
internal static class SqliteRow
{
    public static SqliteStatement Bind(SqliteStatement statement, StoredEntry entry) => statement
        .Bind(1, entry.Id)
        .Bind(3, entry.DueAt)
        .Bind(4, entry.UniqueKey)
        .Bind(5, entry.Group)
        .Bind(6, entry.Rank)
        .Bind(7, entry.Status)
        .Bind(8, entry.Tenant)
        .Bind(9, entry.Body.Span)
        .Bind(11, entry.LookupKey)
        .Bind(12, entry.KeepUntil)
        .Bind(13, entry.Schema)
        .Bind(14, entry.ChangedAt)
        .Bind(15, entry.WriteId);

    /// <summary>Which of the columns that are searched are to have another value, a bit for each.</summary>
    /// <param name="statement">Has read <see cref="SqliteTable.Searched"/>.</param>
    /// <param name="entry">What they are to be.</param>
    public static int Differences(SqliteStatement statement, StoredEntry entry)
    {
        return Of(0, entry.DueAt) | OfText(1, entry.UniqueKey) | OfText(2, entry.Group) | Of(3, entry.Rank) | OfText(4, entry.Status)
            | OfText(5, entry.Tenant) | OfText(6, entry.LookupKey) | Of(7, entry.KeepUntil) | Of(8, entry.ChangedAt);

        int Of(int column, long? value) => (statement.IsNull(column) ? null : statement.Integer(column)) == value ? 0 : 1 << column;
        int OfText(int column, string? value) => (statement.IsNull(column) ? null : statement.Text(column)) == value ? 0 : 1 << column;
    }

    /// <summary>The row that the last step gave.</summary>
    public static StoredEntry Read(SqliteStatement statement) => new()
    {
        Id = statement.Text(0),
        Version = statement.Integer(1),
        CreatedAt = statement.Integer(2),
        DueAt = statement.IsNull(3) ? null : statement.Integer(3),
        Schema = statement.IsNull(4) ? 1 : (int)statement.Integer(4),
        Body = statement.Utf8(5).ToArray(),
        ChangedAt = statement.IsNull(6) ? null : statement.Integer(6),
    };

    public static List<StoredEntry> ReadAll(SqliteStatement statement)
    {
        var found = new List<StoredEntry>();
        while (statement.Step())
            found.Add(Read(statement));
        return found;
    }
}
