using System.Text;
using SQLitePCL;

namespace Wan.Storage.Sqlite;

/// <summary>
/// A prepared statement that is used again and again. Below <c>SqliteCommand</c>, which copies every body once more and
/// waits in steps of 150 ms when another process writes.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private readonly string file;

    public SqliteStatement(sqlite3 database, string sql, string file)
    {
        this.database = database;
        this.file = file;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement));
    }

    /// <summary>Rows that the last step changed.</summary>
    public int Changes => raw.sqlite3_changes(database);

    public SqliteStatement Bind(int index, long? value)
    {
        Check(value is { } number ? raw.sqlite3_bind_int64(statement, index, number) : raw.sqlite3_bind_null(statement, index));
        return this;
    }

    public SqliteStatement Bind(int index, string? value)
    {
        if (value is null)
        {
            Check(raw.sqlite3_bind_null(statement, index));
            return this;
        }

        Span<byte> small = stackalloc byte[256];
        var utf8 = Encoding.UTF8.GetMaxByteCount(value.Length) <= small.Length
            ? small[..Encoding.UTF8.GetBytes(value, small)]
            : Encoding.UTF8.GetBytes(value);
        return Bind(index, utf8);
    }

    /// <summary>Binds UTF-8 text.</summary>
    public SqliteStatement Bind(int index, ReadOnlySpan<byte> utf8)
    {
        Check(raw.sqlite3_bind_text(statement, index, utf8));
        return this;
    }

    /// <summary>Binds bytes.</summary>
    public SqliteStatement BindBlob(int index, ReadOnlySpan<byte> bytes)
    {
        Check(raw.sqlite3_bind_blob(statement, index, bytes));
        return this;
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>False after the last one; the statement is then ready for its next use.</returns>
    public bool Step()
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW)
            return true;
        if (code != raw.SQLITE_DONE)
        {
            var fault = SqliteFault.From(database, code, file);
            Reset();
            throw fault;
        }

        Reset();
        return false;
    }

    /// <summary>Ends the reading before the last row.</summary>
    public void Reset() => raw.sqlite3_reset(statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long Integer(int column) => raw.sqlite3_column_int64(statement, column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    /// <summary>Bytes of a text, as they are; valid until the next step.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => raw.sqlite3_column_blob(statement, column);

    public void Dispose() => statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw SqliteFault.From(database, code, file);
    }
}
