using System.Buffers;
using System.Globalization;
using MongoDB.Bson;
using MongoDB.Driver;
using Wan.Storage.MongoDb;

namespace Wan.Storage.Bodies;

/// <summary>
/// A collection with a document for each piece of something large. The last piece has the thing's own id and is written last, so that a thing is found only
/// when it is whole; most are one document. The others are <c>ID/0</c>, <c>ID/1</c> and so on.
/// </summary>
internal sealed class MongoDbPieces(MongoDbStore store, string name)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly IMongoCollection<BsonDocument> collection = store.Database.GetCollection<BsonDocument>(name);

    /// <summary>Writes a piece that is not the last.</summary>
    public Task InsertAsync(string id, int number, long size, ReadOnlyMemory<byte> piece, CancellationToken cancellationToken) =>
        InsertAsync(IdOf(id, number), size, piece, cancellationToken);

    /// <summary>Writes the last piece: from then on it is found.</summary>
    public Task InsertLastAsync(string id, long size, ReadOnlyMemory<byte> piece, CancellationToken cancellationToken) => InsertAsync(id, size, piece, cancellationToken);

    /// <summary>How long it is, and its last piece; null if it is not there whole.</summary>
    public async Task<(long Size, byte[] Piece)?> FindLastAsync(string id, CancellationToken cancellationToken) =>
        await FindOneAsync(id, cancellationToken) is { } head ? (head["size"].ToInt64(), head["piece"].AsByteArray) : null;

    /// <summary>A piece that is not the last; null if it is missing.</summary>
    public async Task<byte[]?> FindAsync(string id, int number, CancellationToken cancellationToken) =>
        (await FindOneAsync(IdOf(id, number), cancellationToken))?["piece"].AsByteArray;

    /// <summary>Deletes all pieces, the last one first.</summary>
    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        await WriteAsync("delete", token => collection.DeleteOneAsync(new BsonDocument("_id", id), token), cancellationToken);

        var pieces = new BsonDocument("_id", new BsonDocument { { "$gt", $"{id}/" }, { "$lt", After(id) } });
        await WriteAsync("delete", token => collection.DeleteManyAsync(pieces, token), cancellationToken);
    }

    /// <summary>Ids of things, or of what there is of one, in their order.</summary>
    public async Task<IReadOnlyList<string>> IdsAsync(string after, int limit, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        var from = After(after);
        while (ids.Count < limit)
        {
            // With what there is of a thing whose writer died.
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

    // Behind all pieces of a thing: "0" comes right after "/".
    private static string After(string id) => id.Length == 0 ? "" : $"{id}0";

    private static string IdOf(string id, int number) => string.Create(CultureInfo.InvariantCulture, $"{id}/{number}");

    private async Task<BsonDocument?> FindOneAsync(string id, CancellationToken cancellationToken) =>
        (await ReadAsync("find", token => collection.Find(new BsonDocument("_id", id)).Limit(1).ToListAsync(token), cancellationToken)).FirstOrDefault();

    private Task<bool> InsertAsync(string id, long size, ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        var document = new BsonDocument
        {
            { "_id", id }, { "size", size <= int.MaxValue ? new BsonInt32((int)size) : new BsonInt64(size) }, { "piece", new BsonBinaryData(piece.ToArray()) },
        };
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
        store.Calls.ReadAsync(operation, name, bounds => store.Driver.ReadAsync(call, bounds), cancellationToken);

    // Twice is once, so that one whose answer was lost is no doubt: it is done again.
    private Task<TResult> WriteAsync<TResult>(
        string operation, Func<CancellationToken, Task<TResult>> call, CancellationToken cancellationToken, TimeSpan more = default) =>
        store.Calls.WriteAsync(
            operation,
            name,
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
