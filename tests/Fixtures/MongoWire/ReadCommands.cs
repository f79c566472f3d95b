using MongoDB.Bson;

namespace Wan.Fixtures.MongoWire;

/// <summary>Commands that change nothing.</summary>
internal sealed class ReadCommands(ServerData data)
{
    private const int FirstBatch = 101;

    private long cursors = 1_000;

    public BsonDocument Find(WireCommand command)
    {
        command.Knows("filter", "sort", "limit", "skip", "batchSize", "singleBatch", "projection");
        var found = Matches(command, "filter", command.Body.GetValue("sort", new BsonDocument()).AsBsonDocument);
        found = found.Skip(command.Body.GetValue("skip", 0).ToInt32());
        if (command.Body.GetValue("limit", 0).ToInt32() is > 0 and var limit)
            found = found.Take(limit);
        if (command.Body.TryGetValue("projection", out var projection))
            found = found.Select(document => Project(document, projection.AsBsonDocument));
        return Batch(command, [.. found], command.Body.GetValue("batchSize", FirstBatch).ToInt32(), command.Body.GetValue("singleBatch", false).ToBoolean());
    }

    public BsonDocument GetMore(WireCommand command)
    {
        command.Knows("collection", "batchSize");
        var id = command.Body["getMore"].ToInt64();
        if (!data.Cursors.TryGetValue(id, out var cursor))
            throw new CommandException(43, "CursorNotFound", $"cursor id {id} not found");
        var batch = Take(cursor.Rest, command.Body.GetValue("batchSize", int.MaxValue).ToInt32());
        if (cursor.Rest.Count == 0)
            data.Cursors.Remove(id);
        return Answer("nextBatch", batch, cursor.Space, cursor.Rest.Count == 0 ? 0 : id);
    }

    public BsonDocument KillCursors(WireCommand command)
    {
        command.Knows("cursors");
        var killed = command.Body["cursors"].AsBsonArray.Where(id => data.Cursors.Remove(id.ToInt64())).ToList();
        var notFound = command.Body["cursors"].AsBsonArray.Except(killed);
        return new BsonDocument
        {
            { "cursorsKilled", new BsonArray(killed) },
            { "cursorsNotFound", new BsonArray(notFound) },
            { "cursorsAlive", new BsonArray() },
            { "cursorsUnknown", new BsonArray() },
            { "ok", 1.0 },
        };
    }

    /// <summary>Counts only: what the driver sends for CountDocuments.</summary>
    public BsonDocument Aggregate(WireCommand command)
    {
        command.Knows("pipeline", "cursor");
        var collection = Collection(command);
        IEnumerable<BsonDocument>? all = null;
        foreach (var stage in command.Body["pipeline"].AsBsonArray.Select(stage => stage.AsBsonDocument.GetElement(0)))
        {
            all = (stage.Name, all) switch
            {
                ("$match", null) => collection.Find(stage.Value.AsBsonDocument),
                ("$skip", not null) => all.Skip(stage.Value.ToInt32()),
                ("$limit", not null) => all.Take(stage.Value.ToInt32()),
                ("$group", not null) when stage.Value == new BsonDocument { { "_id", 1 }, { "n", new BsonDocument("$sum", 1) } } => Count(all),
                _ => throw new NotKnownException($"the stage {stage}"),
            };
        }

        return Batch(command, [.. all ?? collection.All], command.Body["cursor"].AsBsonDocument.GetValue("batchSize", FirstBatch).ToInt32(), isSingle: false);
    }

    public BsonDocument Count(WireCommand command)
    {
        command.Knows("query");
        return new BsonDocument { { "n", Matches(command, "query", null).Count() }, { "ok", 1.0 } };
    }

    // None is no group.
    private static BsonDocument[] Count(IEnumerable<BsonDocument> found) =>
        found.Count() is > 0 and var count ? [new BsonDocument { { "_id", 1 }, { "n", count } }] : [];

    private static BsonDocument Project(BsonDocument document, BsonDocument projection)
    {
        var isWithout = projection.All(field => field.Value is { IsNumeric: true } or BsonBoolean && !field.Value.ToBoolean());
        var isOnly = projection.All(field => field.Value is { IsNumeric: true } or BsonBoolean && (field.Value.ToBoolean() || field.Name == "_id"));
        if (!isWithout && !isOnly)
            throw new NotKnownException($"the projection {projection}");
        foreach (var name in projection.Names)
            DocumentFilter.OwnField(name);
        return new BsonDocument(document.Where(field => projection.TryGetValue(field.Name, out var wanted) ? wanted.ToBoolean() : isWithout || field.Name == "_id"));
    }

    private static List<BsonDocument> Take(Queue<BsonDocument> rest, int count)
    {
        // A batch is no larger than the largest document.
        var batch = new List<BsonDocument>();
        var bytes = 0L;
        while (batch.Count < count && rest.TryPeek(out var next))
        {
            bytes += next.ToBson().Length;
            if (batch.Count > 0 && bytes > StoredCollection.MaxDocumentBytes)
                break;
            batch.Add(rest.Dequeue());
        }

        return batch;
    }

    private static BsonDocument Answer(string name, List<BsonDocument> batch, string space, long id) => new()
    {
        { "cursor", new BsonDocument { { name, new BsonArray(batch) }, { "id", id }, { "ns", space } } },
        { "ok", 1.0 },
    };

    // Even where there is nothing to find: what is not known is to be told.
    private StoredCollection Collection(WireCommand command) =>
        data.Find(command.Database, command.Collection!) ?? new StoredCollection($"{command.Database}.{command.Collection}");

    private IEnumerable<BsonDocument> Matches(WireCommand command, string filter, BsonDocument? sort) =>
        Collection(command).Find(command.Body.GetValue(filter, new BsonDocument()).AsBsonDocument, sort);

    private BsonDocument Batch(WireCommand command, BsonDocument[] found, int size, bool isSingle)
    {
        var space = $"{command.Database}.{command.Collection}";
        var rest = new Queue<BsonDocument>(found);
        var batch = Take(rest, size);
        if (rest.Count == 0 || isSingle)
            return Answer("firstBatch", batch, space, 0);
        data.Cursors[++cursors] = new OpenCursor(space, rest);
        return Answer("firstBatch", batch, space, cursors);
    }
}
