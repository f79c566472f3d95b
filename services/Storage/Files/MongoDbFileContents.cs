using Wan.Storage.Bodies;
using Wan.Storage.MongoDb;

namespace Wan.Storage.Files;

/// <summary>
/// The collection <c>intake.file_pieces</c>, in <see cref="MongoDbPieces"/>, so that any process of any host reads what one has taken in. A file that is coming
/// in stands in a folder for temporary files until it is whole.
/// </summary>
internal sealed class MongoDbFileContents(MongoDbStore store) : IFileContents
{
    private readonly MongoDbPieces pieces = new(store, "intake.file_pieces");
    private readonly string folder = Path.GetTempPath();

    public long? FreeBytes => DiskSpace.FreeBytes(folder);

    public FileDraft Begin(string id)
    {
        try
        {
            var draft = new FileDraft(id, Path.Combine(folder, $"wan-{id}.incoming"), FileOptions.DeleteOnClose);
            if (!OperatingSystem.IsWindows())
                File.Delete(draft.Path); // It has no name any more, so that nothing of it stays if this process is killed.
            return draft;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The folder for temporary files '{folder}' can't be used: {exception.Message}", exception);
        }
    }

    public async Task KeepAsync(FileDraft draft, CancellationToken cancellationToken = default)
    {
        var (stream, size) = (draft.Stream, draft.Stream.Length);
        var last = Pieces.CountOf(size, Pieces.Length) - 1;
        var buffer = new byte[(int)Math.Min(size, Pieces.Length)];
        stream.Position = 0;
        for (var number = 0; number <= last; number++)
        {
            var piece = buffer.AsMemory(0, (int)Math.Min(Pieces.Length, size - stream.Position));
            await stream.ReadExactlyAsync(piece, cancellationToken);
            await (number < last ? pieces.InsertAsync(draft.Id, number, size, piece, cancellationToken) : pieces.InsertLastAsync(draft.Id, size, piece, cancellationToken));
        }
    }

    public async Task<Stream?> OpenAsync(string id, CancellationToken cancellationToken = default) =>
        await pieces.FindLastAsync(id, cancellationToken) is var (size, last) ? new PieceStream(pieces, id, size, last) : null;

    public Task DeleteAsync(string id, CancellationToken cancellationToken = default) => pieces.DeleteAsync(id, cancellationToken);

    public Task<IReadOnlyList<string>> IdsAsync(string after, int limit, CancellationToken cancellationToken = default) => pieces.IdsAsync(after, limit, cancellationToken);

    // Each goes with its process.
    public int DeleteDrafts(DateTimeOffset before) => 0;
}
