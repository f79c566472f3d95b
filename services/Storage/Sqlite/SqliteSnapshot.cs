using Microsoft.Data.Sqlite;

namespace Wan.Storage.Sqlite;

/// <summary>Several SQLite files as they were within the same few milliseconds, however long it takes to copy them, while others write to them.</summary>
public sealed class SqliteSnapshot : IDisposable
{
    private readonly List<(string File, SqliteConnection Connection)> sources = [];

    /// <summary>Holds them as they are, in this order: what a later one tells may be later by that much, and never earlier.</summary>
    /// <param name="files">Paths; each is there.</param>
    /// <exception cref="StorageException">One can't be read.</exception>
    public SqliteSnapshot(IEnumerable<string> files)
    {
        try
        {
            foreach (var file in files)
                sources.Add((file, Open(file, SqliteOpenMode.ReadWrite))); // A reader of the WAL mode writes to the index beside it.
            foreach (var (file, connection) in sources)
                Try(file, () => Execute(connection, "PRAGMA query_only = ON; PRAGMA busy_timeout = 5000; BEGIN; SELECT count(*) FROM sqlite_schema"));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Copies each into a folder, under its own name. Each copy is on the disk when it has been told of.</summary>
    /// <param name="folder">Where to; there is none of their names in it.</param>
    /// <param name="copied">Is told the path of each copy.</param>
    /// <exception cref="StorageException">One can't be read, or the copy not be written.</exception>
    public void CopyTo(string folder, Action<string> copied)
    {
        foreach (var (file, connection) in sources)
        {
            var copy = Path.Combine(folder, Path.GetFileName(file));
            Try(file, () =>
            {
                using var target = Open(copy, SqliteOpenMode.ReadWriteCreate);
                connection.BackupDatabase(target);
            });
            copied(copy);
        }
    }

    /// <summary>Lets them go.</summary>
    public void Dispose() => sources.ForEach(source => source.Connection.Dispose());

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw new StorageException($"{file} can't be opened: {exception.Message}", exception);
        }
    }

    private static void Try(string file, Action action)
    {
        try
        {
            action();
        }
        catch (SqliteException exception)
        {
            throw new StorageException($"{file} can't be copied: {exception.Message}", exception);
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // It is ours.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
