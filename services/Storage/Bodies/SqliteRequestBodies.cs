using Microsoft.Extensions.Options;
using Wan.Storage.Sqlite;

namespace Wan.Storage.Bodies;

/// <summary>The file <c>requests.db</c> in <see cref="StorageOptions.Directory"/>: a row for each piece, all of a body in one transaction.</summary>
internal sealed class SqliteRequestBodies(IOptions<StorageOptions> options) : IRequestBodies, IDisposable
{
    private const string Create = """
        CREATE TABLE IF NOT EXISTS bodies (
          id TEXT NOT NULL, number INTEGER NOT NULL, size INTEGER NOT NULL, piece BLOB NOT NULL, PRIMARY KEY (id, number))
        """;

    private const string IsCreated = "SELECT count(*) FROM sqlite_schema WHERE name = 'bodies'";

    private const string Insert = "INSERT INTO bodies (id, number, size, piece) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";

    private const string Find = "SELECT size, piece FROM bodies WHERE id = ?1 ORDER BY number";

    private const string Delete = "DELETE FROM bodies WHERE id = ?1";

    private const string Ids = "SELECT id FROM bodies WHERE id > ?1 AND number = 0 ORDER BY id LIMIT ?2";

    private readonly SqliteFile file = new(Path.Combine(Path.GetFullPath(options.Value.Directory), "requests.db"), options.Value.BusyTimeout);
    private volatile bool prepared;

    public async Task SaveAsync(string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(body.Length, nameof(body));
        await PrepareAsync(cancellationToken);
        await file.WriteAsync(
            session =>
            {
                for (var number = 0; number < Pieces.CountOf(body.Length); number++)
                {
                    session.Statement(Insert).Bind(1, id).Bind(2, number).Bind(3, body.Length).BindBlob(4, Pieces.Of(body, number).Span).Step();
                }

                return true;
            },
            cancellationToken);
    }

    public async Task<byte[]?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        await PrepareToReadAsync(cancellationToken);
        return file.Read(session =>
        {
            var statement = session.Statement(Find).Bind(1, id);
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
        });
    }

    public async Task DeleteAsync(string id, CancellationToken cancellationToken = default)
    {
        await PrepareAsync(cancellationToken);
        await file.WriteAsync(session => session.Statement(Delete).Bind(1, id).Step(), cancellationToken);
    }

    public async Task<IReadOnlyList<string>> IdsAsync(string after, int limit, CancellationToken cancellationToken = default)
    {
        await PrepareAsync(cancellationToken);
        return file.Read(session =>
        {
            var statement = session.Statement(Ids).Bind(1, after).Bind(2, limit);
            var ids = new List<string>();
            while (statement.Step())
                ids.Add(statement.Text(0));
            return ids;
        });
    }

    public void Dispose() => file.Dispose();

    // A reader that made the file would take one that Intake never writes to for the place where nothing is.
    private Task PrepareToReadAsync(CancellationToken cancellationToken) => file.IsThere
        ? PrepareAsync(cancellationToken)
        : throw new StorageException(
            $"{file.Path} is not there. It is Intake's, and read by Submitter and Archiver too: give all of them the same Storage:Directory.");

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (prepared)
            return;
        if (!file.IsThere)
            MakeDirectory();
        if (!file.IsThere || file.Read(session => session.Scalar(IsCreated)) == 0)
        {
            await file.WriteAsync(
                session =>
                {
                    session.Execute(Create);
                    return true;
                },
                cancellationToken);
        }

        prepared = true;
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
