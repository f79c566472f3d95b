using System.Buffers;
using System.Globalization;
using MongoDB.Bson;
using MongoDB.Driver;
using Wan.Storage.MongoDb;

namespace Wan.Storage.Bodies;

/// <summary>
/// The collection <c>intake.requests</c>: a document for each piece. The last piece has the body's own id and is written last, so that a body is found
/// only when it is whole; most bodies are one document. The others are <c>ID/0</c>, <c>ID/1</c> and so on.
/// </summary>
internal sealed class MongoDbRequestBodies(MongoDbStore store) : IRequestBodies
{
    private const string Name = "intake.requests";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly IMongoCollection<BsonDocument> collection = store.Database.GetCollection<BsonDocument>(Name);

    public async Task SaveAsync(string id, ReadOnlySequence<byte> body, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(body.Length, nameof(body));
        var last = Pieces.CountOf(body.Length, Pieces.Length) - 1;
        for (var number = 0; number < last; number++)
            await InsertAsync(IdOf(id, number), (int)body.Length, Pieces.Of(body, number, Pieces.Length), cancellationToken);
        await InsertAsync(id, (int)body.Length, Pieces.Of(body, last, Pieces.Length), cancellationToken);
    }

    public async Task<byte[]?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        while (await FindOneAsync(id, cancellationToken) is { } head)
        {
            var size = head["size"].AsInt32;
            var piece = head["piece"].AsByteArray;
            if (piece.Length == size)
                return piece;
            var body = new byte[size];
            piece.CopyTo(body, size - piece.Length);
            if (await FillAsync(id, body, size - piece.Length, cancellationToken))
                return body;
            if (await FindOneAsync(id, cancellationToken) is not null)
                throw new StorageException($"A piece of the request of generation {id} is missing in the collection intake.requests: put back a backup of it.");
        }

        return null;
    }

    public async Task DeleteAsync(string id, CancellationToken cancellationToken = default)
    {
        await WriteAsync("delete", token => collection.DeleteOneAsync(new BsonDocument("_id", id), token), cancellationToken);

        var pieces = new BsonDocument("_id", new BsonDocument { { "$gt", $"{id}/" }, { "$lt", After(id) } });
        await WriteAsync("delete", token => collection.DeleteManyAsync(pieces, token), cancellationToken);
    }

    public async Task<IReadOnlyList<string>> IdsAsync(string after, int limit, CancellationToken cancellationToken = default)
    {
        var ids = new List<string>();
        var from = After(after);
        while (ids.Count < limit)
        {
            // With what there is of a body whose writer died.
            var found = await ReadAsync(
                "page",
                token => collection.Find(new BsonDocument("_id", new BsonDocument("$gte", from)))
                    .Project(new BsonDocument("_id", 1)).Sort(new BsonDocument("_id", 1)).Limit(limit).ToListAsync(token),
                cancellationToken);
            if (found.Count == 0)
                break;
            foreach (var id in found.Select(document => document["_id"].AsString.Split('/')[0]))
            {
                if (ids.Count < limit && (ids.Count == 0 || ids[^1] != id))
                    ids.Add(id);
            }

            from = After(ids[^1]);
        }

        return ids;
    }

    // Behind all pieces of a body: "0" comes right after "/".
    private static string After(string id) => id.Length == 0 ? "" : $"{id}0";

    private static string IdOf(string id, int number) => string.Create(CultureInfo.InvariantCulture, $"{id}/{number}");

    private async Task<bool> FillAsync(string id, byte[] body, int length, CancellationToken cancellationToken)
    {
        for (var number = 0; number * Pieces.Length < length; number++)
        {
            if (await FindOneAsync(IdOf(id, number), cancellationToken) is not { } found)
                return false;
            found["piece"].AsByteArray.CopyTo(body, number * Pieces.Length);
        }

        return true;
    }

    private async Task<BsonDocument?> FindOneAsync(string id, CancellationToken cancellationToken) =>
        (await ReadAsync("find", token => collection.Find(new BsonDocument("_id", id)).Limit(1).ToListAsync(token), cancellationToken)).FirstOrDefault();

    private Task<bool> InsertAsync(string id, int size, ReadOnlySequence<byte> piece, CancellationToken cancellationToken)
    {
        var document = new BsonDocument { { "_id", id }, { "size", size }, { "piece", new BsonBinaryData(piece.ToArray()) } };
        return WriteAsync("insert", async token =>
        {
            try
            {
                await collection.InsertOneAsync(document, cancellationToken: token);
            }
            catch (MongoWriteException exception) when (MongoDbFault.IsDuplicate(exception))
            {
                // It is there already, and always the same.
            }

            return true;
        }, cancellationToken, Pieces.TimeFor(piece.Length));
    }

    private Task<TResult> ReadAsync<TResult>(string operation, Func<CancellationToken, Task<TResult>> call, CancellationToken cancellationToken) =>
        store.Calls.ReadAsync(operation, Name, bounds => store.Driver.ReadAsync(call, bounds), cancellationToken);

    // Twice is once, so that one whose answer was lost is no doubt: it is done again.
    private Task<TResult> WriteAsync<TResult>(
        string operation, Func<CancellationToken, Task<TResult>> call, CancellationToken cancellationToken, TimeSpan more = default) =>
        store.Calls.WriteAsync(
            operation,
            Name,
            async bounds =>
            {
                while (true)
                {
                    try
                    {
                        return await store.Driver.WriteAsync(call, bounds);
                    }
                    catch (StorageUnavailableException exception)
                        when ((exception.MayHaveBeenStored || exception.IsOfAMoment) && !bounds.Deadline.IsCancellationRequested)
                    {
                        await Task.Delay(Pause, bounds.Deadline);
                    }
                }
            },
            cancellationToken,
            more);
}
