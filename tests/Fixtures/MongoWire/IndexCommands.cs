using MongoDB.Bson;

namespace Wan.Fixtures.MongoWire;

/// <summary>Commands on indexes, whole collections and databases.</summary>
internal sealed class IndexCommands(ServerData data)
{
    public BsonDocument Create(WireCommand command)
    {
        command.Knows("indexes", "commitQuorum");
        var isNew = data.Find(command.Database, command.Collection!) is null;
        var collection = data.FindOrMake(command.Database, command.Collection!);
        var before = collection.Indexes.Count;
        foreach (var index in command.Body["indexes"].AsBsonArray.Select(asked => new StoredIndex(asked.AsBsonDocument)))
        {
            if (!IsThere(collection, index))
                collection.AddIndex(index);
        }

        var answer = new BsonDocument { { "numIndexesBefore", before }, { "numIndexesAfter", collection.Indexes.Count } };
        answer.Add("note", "all indexes already exist", collection.Indexes.Count == before);
        answer.Add("createdCollectionAutomatically", true, isNew);
        return answer.Add("ok", 1.0);
    }

    public BsonDocument List(WireCommand command)
    {
        command.Knows("cursor");
        var indexes = Collection(command).Indexes.Select(index => index.Specification);
        return new BsonDocument
        {
            { "cursor", new BsonDocument { { "id", 0L }, { "ns", $"{command.Database}.{command.Collection}" }, { "firstBatch", new BsonArray(indexes) } } },
            { "ok", 1.0 },
        };
    }

    public BsonDocument Drop(WireCommand command)
    {
        command.Knows("index");
        if (command.Body["index"] is not BsonString { Value: var name })
            throw new NotKnownException("dropping indexes other than by a name");
        var collection = Collection(command);
        var before = collection.Indexes.Count;
        if (collection.Indexes.RemoveAll(index => index.Name != "_id_" && (name == "*" || index.Name == name)) == 0 && name != "*")
            throw new CommandException(27, "IndexNotFound", $"index not found with name [{name}]");
        return new BsonDocument { { "nIndexesWas", before }, { "ok", 1.0 } };
    }

    public BsonDocument DropCollection(WireCommand command)
    {
        command.Knows();
        var answer = new BsonDocument();
        if (data.Drop(command.Database, command.Collection!))
            answer.Add("ns", $"{command.Database}.{command.Collection}");
        return answer.Add("ok", 1.0);
    }

    public BsonDocument DropDatabase(WireCommand command)
    {
        command.Knows();
        data.DropDatabase(command.Database);
        return new BsonDocument { { "dropped", command.Database }, { "ok", 1.0 } };
    }

    private StoredCollection Collection(WireCommand command) => data.Find(command.Database, command.Collection!)
        ?? throw new CommandException(26, "NamespaceNotFound", $"ns does not exist: {command.Database}.{command.Collection}");

    private static bool IsThere(StoredCollection collection, StoredIndex index)
    {
        foreach (var other in collection.Indexes)
        {
            if (other.Specification == index.Specification)
                return true;
            if (other.Name == index.Name)
            {
                throw new CommandException(
                    86,
                    "IndexKeySpecsConflict",
                    $"An existing index has the same name as the requested index. Requested index: {index.Specification}, existing index: {other.Specification}");
            }

            if (other.Signature == index.Signature)
            {
                throw new CommandException(
                    85,
                    "IndexOptionsConflict",
                    $"Index already exists with a different name: {other.Name}. Requested index: {index.Specification}, existing index: {other.Specification}");
            }
        }

        return false;
    }
}
