using System.Buffers;
using Microsoft.Extensions.Options;
using Wan.Storage.Calls;
using Wan.Storage.Sqlite;

namespace Wan.Storage.Bodies;

/// <summary>The file <c>requests.db</c> in <see cref="StorageOptions.Directory"/>: a row for each piece, all of a body in one transaction.</summary>
internal sealed class SqliteRequestBodies(SqliteStore store, IOptions<StorageOptions> options) : IRequestBodies, IDisposable
{
    private const string Create = """
        CREATE TABLE IF NOT EXISTS bodies (
          id TEXT NOT NULL, number INTEGER NOT NULL, size INTEGER NOT NULL, piece BLOB NOT NULL, PRIMARY KEY (id, number))
        """;

    private const string IsCreated = "SELECT count(*) FROM sqlite_schema WHERE name = 'bodies'";

    private const string Insert = "INSERT INTO bodies (id, number, size, piece) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";

    private const string FindAll = "SELECT size, piece FROM bodies WHERE id = ?1 ORDER BY number";

    private const string DeleteAll = "DELETE FROM bodies WHERE id = ?1";

    private const string Ids = "SELECT id FROM bodies WHERE id > ?1 AND number = 0 ORDER BY id LIMIT ?2";

    private const string Collection = "requests";

    private readonly SqliteFile file = new(Path.Combine(Path.GetFullPath(options.Value.Directory), "requests.db"), options.Value.BusyTimeout, cache: 512);
    private volatile bool prepared;

    public Task SaveAsync(string id, ReadOnlySequence<byte> body, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(body.Length, nameof(body));
        return WriteAsync("insert", session =>
        {
            for (var number = 0; number < Pieces.CountOf(body.Length, Pieces.SqliteLength); number++)
                Save(session, id, number, body.Length, Pieces.Of(body, number, Pieces.SqliteLength));
        }, cancellationToken, Pieces.TimeFor(body.Length));
    }

    // A reader that made the file would take one that Intake never writes to for the place where nothing is.
    public Task<byte[]?> FindAsync(string id, CancellationToken cancellationToken = default) => file.IsThere
        ? ReadAsync("find", session => Find(session, id), cancellationToken)
        : throw new StorageException(
            $"{file.Path} is not there. It is Intake's, and read by Submitter and Archiver too: give all of them the same Storage:Directory.");

    public Task DeleteAsync(string id, CancellationToken cancellationToken = default) =>
        WriteAsync("delete", session => session.Statement(DeleteAll).Bind(1, id).Step(), cancellationToken);

    public Task<IReadOnlyList<string>> IdsAsync(string after, int limit, CancellationToken cancellationToken = default) => ReadAsync<IReadOnlyList<string>>(
        "page",
        session =>
        {
            var statement = session.Statement(Ids).Bind(1, after).Bind(2, limit);
            var ids = new List<string>();
            while (statement.Step())
                ids.Add(statement.Text(0));
            return ids;
        },
        cancellationToken);

    public void Dispose() => file.Dispose();

    private static void Save(SqliteSession session, string id, int number, long size, in ReadOnlySequence<byte> piece)
    {
        byte[]? copy = null;
        try
        {
            if (!piece.IsSingleSegment)
                piece.CopyTo(copy = ArrayPool<byte>.Shared.Rent(Pieces.SqliteLength));
            var bytes = copy is null ? piece.FirstSpan : copy.AsSpan(0, (int)piece.Length);
            session.Statement(Insert).Bind(1, id).Bind(2, number).Bind(3, size).BindBlob(4, bytes).Step();
        }
        finally
        {
            if (copy is not null)
                ArrayPool<byte>.Shared.Return(copy);
        }
    }

    private static byte[]? Find(SqliteSession session, string id)
    {
        var statement = session.Statement(FindAll).Bind(1, id);
        byte[]? body = null;
        var read = 0;
        while (statement.Step())
        {
            body ??= new byte[statement.Integer(0)];
            var piece = statement.Utf8(1);
            piece.CopyTo(body.AsSpan(read));
            read += piece.Length;
        }

        return body;
    }

    private Task<TResult> ReadAsync<TResult>(string operation, Func<SqliteSession, TResult> read, CancellationToken cancellationToken) =>
        store.Calls.ReadAsync(
            operation,
            Collection,
            async bounds =>
            {
                await PrepareAsync(bounds);
                return file.Read(read);
            },
            cancellationToken);

    private Task<bool> WriteAsync(string operation, Action<SqliteSession> write, CancellationToken cancellationToken, TimeSpan more = default) =>
        store.Calls.WriteAsync(
            operation,
            Collection,
            async bounds =>
            {
                await PrepareAsync(bounds);
                return await file.WriteAsync(session => Done(write, session), bounds);
            },
            cancellationToken,
            more);

    private async Task PrepareAsync(CallBounds bounds)
    {
        if (prepared)
            return;
        if (!file.IsThere)
            MakeDirectory();
        if (!file.IsThere || file.Read(session => session.Scalar(IsCreated)) == 0)
            await file.WriteAsync(session => Done(begun => begun.Execute(Create), session), bounds);
        prepared = true;
    }

    private static bool Done(Action<SqliteSession> write, SqliteSession session)
    {
        write(session);
        return true;
    }

    private void MakeDirectory()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The folder of {file.Path} can't be made. Name another as Storage:Directory, or allow this process to make it.", exception);
        }
    }
}
