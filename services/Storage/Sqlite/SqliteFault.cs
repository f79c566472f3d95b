using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Wan.Storage.Sqlite;

/// <summary>Turns a result code of SQLite into a sentence that says what to do. https://sqlite.org/rescode.html</summary>
internal static class SqliteFault
{
    public static StorageException From(int code, int extendedCode, string detail, string file)
    {
        var sentence = (code & 0xff) switch
        {
            raw.SQLITE_FULL => $"No space is left for {file}. Make room on its disk.",
            raw.SQLITE_READONLY => $"{file} can't be written. Give this process write access to the file and its folder.",
            raw.SQLITE_CANTOPEN => $"{file} can't be opened. Check that Storage:Directory is a folder that this process may write.",
            raw.SQLITE_PERM or raw.SQLITE_AUTH => $"{file} may not be used by this process. Give it read and write access.",
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
                $"{file} is damaged or not a database. Stop the services and put a backup in its place, or move it away to start empty.",
            raw.SQLITE_IOERR => $"The disk of {file} failed. Check the disk, and that the folder still exists.",
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
                $"{file} has been locked for too long. {LockHolder.Describe(file)}",
            raw.SQLITE_CONSTRAINT => $"Another document in {file} has this unique key, or a field that must be there is null.",
            raw.SQLITE_TOOBIG => $"A document is too big for {file}.",
            _ => $"{file} failed.",
        };
        var message = $"{sentence} (SQLite {extendedCode}: {detail})";
        var cause = new SqliteException(detail, code, extendedCode);
        return IsPassing(code & 0xff) ? new StorageUnavailableException(message, mayHaveBeenStored: false, cause) : new StorageException(message, cause);
    }

    public static StorageException From(sqlite3 database, int code, string file) =>
        From(code, raw.sqlite3_extended_errcode(database), raw.sqlite3_errmsg(database).utf8_to_string(), file);

    // Goes on by itself, or once somebody has mended it, without any doing of ours.
    private static bool IsPassing(int code) => code is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN;

    /// <summary>A commit failed: it is in doubt what of it is stored, unless there was no room for it.</summary>
    public static StorageException OfCommit(StorageException exception) =>
        exception.InnerException is SqliteException { SqliteErrorCode: raw.SQLITE_FULL or raw.SQLITE_BUSY }
            ? exception
            : new StorageUnavailableException(exception.Message, mayHaveBeenStored: true, exception.InnerException);

    /// <summary>Another process has had the write lock for too long.</summary>
    /// <param name="file">Which file.</param>
    /// <param name="since">Since when we have waited for it.</param>
    /// <param name="waited">For how long that is.</param>
    public static StorageException Locked(string file, DateTimeOffset since, TimeSpan waited)
    {
        var sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"{file} can't be written: its lock has not been free since {since:u} ({waited.TotalSeconds:0} s). {LockHolder.Describe(file)}");
        return new StorageUnavailableException(sentence, mayHaveBeenStored: false, new SqliteException("database is locked", raw.SQLITE_BUSY));
    }

    /// <summary>The file was locked; it goes on once that ends.</summary>
    public static bool IsLocked(StorageException exception) =>
        exception.InnerException is SqliteException { SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED };

    /// <summary>Another document has the unique key.</summary>
    public static bool IsTakenKey(StorageException exception) =>
        exception.InnerException is SqliteException { SqliteExtendedErrorCode: raw.SQLITE_CONSTRAINT_UNIQUE };

    /// <summary>The statement failed and undid itself; the transaction around it goes on.</summary>
    public static bool IsOfOneStatement(StorageException exception) =>
        exception.InnerException is SqliteException { SqliteErrorCode: raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG };
}
