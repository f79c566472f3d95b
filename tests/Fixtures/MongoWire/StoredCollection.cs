using MongoDB.Bson;

namespace Wan.Fixtures.MongoWire;

/// <summary>Documents and indexes. A stored document is never changed, but replaced.</summary>
/// <param name="space">The database's name, a dot and the collection's.</param>
internal sealed class StoredCollection(string space)
{
    /// <summary>The largest document, in bytes.</summary>
    public const int MaxDocumentBytes = 16 * 1024 * 1024;

    private readonly Dictionary<BsonValue, BsonDocument> documents = [];

    public string Space => space;

    public List<StoredIndex> Indexes { get; } = [new(new BsonDocument { { "key", new BsonDocument("_id", 1) }, { "name", "_id_" } })];

    public IEnumerable<BsonDocument> All => documents.Values;

    /// <summary>Queries that no index covered, each once.</summary>
    public HashSet<string> Uncovered { get; } = [];

    /// <summary>The documents of a filter, in the order of a sort.</summary>
    public IEnumerable<BsonDocument> Find(BsonDocument filter, BsonDocument? sort = null)
    {
        if (!Indexes.Exists(index => IndexCoverage.Covers(index.Specification, filter, sort)))
            Uncovered.Add($"{space}: {Shape(filter)} sorted by {sort ?? []}");
        var matches = DocumentFilter.Compile(filter);
        IEnumerable<BsonDocument> candidates = TryFindOne(filter, out var one) ? one is null ? [] : [one] : documents.Values;
        var found = candidates.Where(matches);
        IOrderedEnumerable<BsonDocument>? sorted = null;
        foreach (var key in sort ?? [])
        {
            var field = DocumentFilter.OwnField(key.Name);
            BsonValue Value(BsonDocument document) => DocumentFilter.Field(document, field);
            sorted = (sorted, key.Value) switch
            {
                (null, { IsNumeric: true } direction) when direction > 0 => found.OrderBy(Value, BsonOrder.Instance),
                (null, { IsNumeric: true }) => found.OrderByDescending(Value, BsonOrder.Instance),
                (not null, { IsNumeric: true } direction) when direction > 0 => sorted.ThenBy(Value, BsonOrder.Instance),
                (not null, { IsNumeric: true }) => sorted.ThenByDescending(Value, BsonOrder.Instance),
                _ => throw new NotKnownException($"the sort {key}"),
            };
        }

        return sorted ?? found;
    }

    /// <exception cref="CommandException">Its id or another unique key is taken, or it is too large.</exception>
    public void Insert(BsonDocument document)
    {
        if (Size(document) is > MaxDocumentBytes and var size)
            throw new CommandException(2, "BadValue", $"object to insert too large. size in bytes: {size}, max size: {MaxDocumentBytes}");
        if (documents.ContainsKey(document["_id"]))
        {
            throw new CommandException(
                11000,
                "DuplicateKey",
                $"E11000 duplicate key error collection: {space} index: _id_ dup key: {{ _id: {document["_id"].ToJson()} }}",
                new BsonDocument { { "keyPattern", new BsonDocument("_id", 1) }, { "keyValue", new BsonDocument("_id", document["_id"]) } });
        }

        foreach (var index in Indexes)
            index.Check(document, space);
        Put(document);
    }

    /// <exception cref="CommandException">A unique key is taken, or it is too large.</exception>
    public void Replace(BsonDocument before, BsonDocument after)
    {
        if (Size(after) > MaxDocumentBytes)
        {
            throw new CommandException(
                10334,
                "BSONObjectTooLarge",
                $"Plan executor error during update :: caused by :: Resulting document after update is larger than {MaxDocumentBytes}");
        }

        foreach (var index in Indexes)
            index.Check(after, space);
        Remove(before);
        Put(after);
    }

    public void Remove(BsonDocument document)
    {
        documents.Remove(document["_id"]);
        foreach (var index in Indexes)
            index.Remove(document);
    }

    /// <exception cref="CommandException">Two documents have the same key.</exception>
    public void AddIndex(StoredIndex index)
    {
        foreach (var document in documents.Values)
        {
            index.Check(document, space);
            index.Add(document);
        }

        Indexes.Add(index);
    }

    public int Expire(DateTimeOffset now)
    {
        var over = documents.Values.Where(document => Indexes.Exists(index => index.IsOver(document, now))).ToList();
        over.ForEach(Remove);
        return over.Count;
    }

    // The query without its values, which differ from call to call.
    private static BsonDocument Shape(BsonDocument filter) => new(filter.Select(condition => new BsonElement(
        condition.Name,
        condition.Value is BsonDocument { ElementCount: > 0 } operators && operators.GetElement(0).Name.StartsWith('$') ? Names(operators) : "?")));

    private static BsonArray Names(BsonDocument operators) => new(operators.Names);

    private static long Size(BsonDocument document) => document.ToBson().LongLength;

    private bool TryFindOne(BsonDocument filter, out BsonDocument? found)
    {
        found = null;
        if (DocumentFilter.Wanted(filter, "_id") is { } id)
        {
            documents.TryGetValue(id, out found);
            return true;
        }

        foreach (var index in Indexes)
        {
            if (index.TryFind(filter, out found))
                return true;
        }

        return false;
    }

    private void Put(BsonDocument document)
    {
        documents.Add(document["_id"], document);
        foreach (var index in Indexes)
            index.Add(document);
    }
}
