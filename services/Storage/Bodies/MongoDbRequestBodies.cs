using System.Buffers;
using Wan.Storage.MongoDb;

namespace Wan.Storage.Bodies;

/// <summary>The collection <c>intake.requests</c>, in <see cref="MongoDbPieces"/>.</summary>
internal sealed class MongoDbRequestBodies(MongoDbStore store) : IRequestBodies
{
    private readonly MongoDbPieces pieces = new(store, "intake.requests");

    public async Task SaveAsync(string id, ReadOnlySequence<byte> body, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(body.Length, nameof(body));
        var last = Pieces.CountOf(body.Length, Pieces.Length) - 1;
        for (var number = 0; number < last; number++)
            await pieces.InsertAsync(id, number, body.Length, Pieces.Of(body, number, Pieces.Length).ToArray(), cancellationToken);
        await pieces.InsertLastAsync(id, body.Length, Pieces.Of(body, last, Pieces.Length).ToArray(), cancellationToken);
    }

    public async Task<byte[]?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        while (await pieces.FindLastAsync(id, cancellationToken) is var (size, piece))
        {
            if (piece.Length == size)
                return piece;
            var body = new byte[size];
            piece.CopyTo(body, size - piece.Length);
            if (await FillAsync(id, body, (int)size - piece.Length, cancellationToken))
                return body;
            if (await pieces.FindLastAsync(id, cancellationToken) is not null)
                throw new StorageException($"A piece of the request of generation {id} is missing in the collection intake.requests: put back a backup of it.");
        }

        return null;
    }

    public Task DeleteAsync(string id, CancellationToken cancellationToken = default) => pieces.DeleteAsync(id, cancellationToken);

    public Task<IReadOnlyList<string>> IdsAsync(string after, int limit, CancellationToken cancellationToken = default) => pieces.IdsAsync(after, limit, cancellationToken);

    private async Task<bool> FillAsync(string id, byte[] body, int length, CancellationToken cancellationToken)
    {
        for (var number = 0; number * Pieces.Length < length; number++)
        {
            if (await pieces.FindAsync(id, number, cancellationToken) is not { } piece)
                return false;
            piece.CopyTo(body, number * Pieces.Length);
        }

        return true;
    }
}
