using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Wan.Storage.Sqlite;

/// <summary>One connection to one file with its prepared statements. Used by one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    // Raised when a later release changes the tables; a release refuses a file that is newer than itself.
    private const long SchemaVersion = 1;

    /// <summary>How much of a file a writer keeps in memory, in KiB: as much as SQLite would by itself.</summary>
    public const int UsualCache = 2000;

    private readonly Dictionary<string, SqliteStatement> statements = new(ReferenceEqualityComparer.Instance);
    private readonly SqliteConnection connection;
    private readonly string file;

    private SqliteSession(SqliteConnection connection, string file)
    {
        this.connection = connection;
        this.file = file;
    }

    /// <summary>A session that writes; makes the file if it isn't there.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="busyTimeout">How long it waits for other processes.</param>
    /// <param name="cache">How much of the file it may keep in memory, in KiB.</param>
    public static SqliteSession OpenWriter(string file, TimeSpan busyTimeout, int cache = UsualCache) => Open(file, SqliteOpenMode.ReadWriteCreate, session =>
    {
        var until = Stopwatch.GetTimestamp() + (long)(busyTimeout.TotalSeconds * Stopwatch.Frequency);
        session.Execute($"PRAGMA busy_timeout = {busyTimeout.TotalMilliseconds:0}");
        session.UntilNotBusy("PRAGMA journal_mode = WAL", until);

        // FULL: an acknowledged write survives a power cut. https://sqlite.org/pragma.html#pragma_synchronous
        session.Execute($"PRAGMA synchronous = FULL; PRAGMA cache_size = -{cache}; PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 4000");
        var version = session.Scalar("PRAGMA user_version");
        if (version > SchemaVersion)
            throw new StorageException($"{file} was written by a newer release (its schema is {version}, this release knows {SchemaVersion}). Run that release.");
        if (version < SchemaVersion)
            session.UntilNotBusy($"PRAGMA user_version = {SchemaVersion}", until);
        session.Execute("PRAGMA busy_timeout = 0"); // From here on the writer waits by itself.
    });

    /// <summary>A session that only reads; the file must be there. Its cache is small, as there are many and the system caches the file.</summary>
    public static SqliteSession OpenReader(string file, TimeSpan busyTimeout) => Open(file, SqliteOpenMode.ReadWrite, session =>
        session.Execute($"PRAGMA busy_timeout = {busyTimeout.TotalMilliseconds:0}; PRAGMA query_only = ON; PRAGMA cache_size = -512"));

    /// <summary>SQLite's own handle.</summary>
    public sqlite3 Handle => connection.Handle!;

    /// <summary>The prepared statement of this text. The text must be one and the same string at every call.</summary>
    public SqliteStatement Statement(string sql)
    {
        if (!statements.TryGetValue(sql, out var statement))
            statements.Add(sql, statement = new SqliteStatement(connection.Handle!, sql, file));
        return statement;
    }

    public void Execute(string sql) => Check(raw.sqlite3_exec(connection.Handle, sql));

    /// <summary>Takes the file's write lock.</summary>
    /// <returns>False if another process has it.</returns>
    public bool TryBegin()
    {
        var code = raw.sqlite3_exec(connection.Handle, "BEGIN IMMEDIATE");
        if (code is raw.SQLITE_BUSY or raw.SQLITE_LOCKED)
            return false;
        Check(code);
        StorageEvents.Log.TransactionBegun(file);
        return true;
    }

    /// <summary>
    /// Takes the file for this connection alone, until <see cref="EndBeingAlone"/>. Leaving the WAL mode is what SQLite allows to the only connection
    /// of all processes: https://sqlite.org/pragma.html#pragma_journal_mode
    /// </summary>
    /// <returns>False if another connection has it open.</returns>
    public bool TryBeAlone()
    {
        Execute("PRAGMA locking_mode = EXCLUSIVE");
        var code = raw.sqlite3_exec(connection.Handle, "PRAGMA journal_mode = DELETE");
        if (code == raw.SQLITE_OK)
            return true;
        Execute("PRAGMA locking_mode = NORMAL");
        if (code is not (raw.SQLITE_BUSY or raw.SQLITE_LOCKED))
            Check(code);
        return false;
    }

    /// <summary>Lets others in again.</summary>
    public void EndBeingAlone()
    {
        Execute("PRAGMA locking_mode = NORMAL");
        Scalar("SELECT count(*) FROM sqlite_schema"); // The lock goes with the next use.
        Execute("PRAGMA journal_mode = WAL");
    }

    public void Commit() => Execute("COMMIT");

    public void RollBack()
    {
        if (raw.sqlite3_get_autocommit(connection.Handle) == 0)
            raw.sqlite3_exec(connection.Handle, "ROLLBACK");
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values)
            statement.Dispose();
        connection.Dispose();
    }

    private static SqliteSession Open(string file, SqliteOpenMode mode, Action<SqliteSession> prepare)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        var session = new SqliteSession(connection, file);
        try
        {
            connection.Open();
            if (raw.sqlite3_db_readonly(connection.Handle, "main") == 1)
                throw SqliteFault.From(raw.SQLITE_READONLY, raw.SQLITE_READONLY, "opened for reading only", file);
            prepare(session);
            return session;
        }
        catch (SqliteException exception)
        {
            session.Dispose();
            throw SqliteFault.From(exception.SqliteErrorCode, exception.SqliteExtendedErrorCode, exception.Message, file);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private void UntilNotBusy(string sql, long until)
    {
        while (true)
        {
            var code = raw.sqlite3_exec(connection.Handle, sql);
            if (code == raw.SQLITE_OK)
                return;
            if (code is not (raw.SQLITE_BUSY or raw.SQLITE_LOCKED) || Stopwatch.GetTimestamp() > until)
                Check(code);
            Thread.Sleep(1);
        }
    }

    /// <summary>The first column of every row.</summary>
    public List<string> Texts(string sql)
    {
        using var statement = new SqliteStatement(connection.Handle!, sql, file);
        var texts = new List<string>();
        while (statement.Step())
            texts.Add(statement.Text(0));
        return texts;
    }

    public long Scalar(string sql)
    {
        using var statement = new SqliteStatement(connection.Handle!, sql, file);
        statement.Step();
        return statement.Integer(0);
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw SqliteFault.From(connection.Handle!, code, file);
    }
}
