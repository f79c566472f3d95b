using MongoDB.Bson;

namespace Wan.Fixtures.MongoWire;

/// <summary>What a server keeps: collections, what retried writes did, and open cursors. One user at a time.</summary>
internal sealed class ServerData
{
    private readonly Dictionary<(string Database, string Name), StoredCollection> collections = [];

    public IEnumerable<StoredCollection> Collections => collections.Values;

    public RetryRecords Retries { get; } = new();

    public Dictionary<long, OpenCursor> Cursors { get; } = [];

    public StoredCollection? Find(string database, string name) => collections.GetValueOrDefault((database, name));

    public StoredCollection FindOrMake(string database, string name)
    {
        if (Find(database, name) is { } collection)
            return collection;
        return collections[(database, name)] = new StoredCollection($"{database}.{name}");
    }

    public bool Drop(string database, string name) => collections.Remove((database, name));

    public void DropDatabase(string database)
    {
        foreach (var key in collections.Keys.Where(key => key.Database == database).ToList())
            collections.Remove(key);
    }
}

/// <summary>What is left of a query.</summary>
internal sealed record OpenCursor(string Space, Queue<BsonDocument> Rest);
