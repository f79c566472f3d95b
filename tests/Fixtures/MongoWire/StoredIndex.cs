using MongoDB.Bson;

namespace Wan.Fixtures.MongoWire;

/// <summary>An index: kept for what it forbids (unique) and for what it lets expire, never for its speed.</summary>
internal sealed class StoredIndex
{
    private static readonly HashSet<string> Options = ["key", "name", "unique", "sparse", "partialFilterExpression", "expireAfterSeconds", "v"];

    private readonly string[] fields;
    private readonly bool isSparse;
    private readonly Func<BsonDocument, bool> covers;
    private readonly Dictionary<BsonArray, BsonDocument> holders = [];

    public StoredIndex(BsonDocument asked)
    {
        foreach (var name in asked.Names.Where(name => !Options.Contains(name)))
            throw new NotKnownException($"the index option {name}");
        Specification = new BsonDocument("v", 2).AddRange(asked.Where(option => option.Name != "v"));
        fields = [.. asked["key"].AsBsonDocument.Names.Select(DocumentFilter.OwnField)];
        foreach (var direction in asked["key"].AsBsonDocument.Values.Where(direction => !direction.IsNumeric))
            throw new NotKnownException($"the index direction {direction}");
        isSparse = asked.GetValue("sparse", false).ToBoolean();
        IsUnique = asked.GetValue("unique", false).ToBoolean();
        covers = asked.TryGetValue("partialFilterExpression", out var partial) ? DocumentFilter.Compile(partial.AsBsonDocument) : _ => true;
    }

    public BsonDocument Specification { get; }

    public string Name => Specification["name"].AsString;

    public bool IsUnique { get; }

    /// <summary>Two indexes with the same signature are one. https://www.mongodb.com/docs/manual/core/index-partial/</summary>
    public BsonDocument Signature => new(Specification.Where(option => option.Name is "key" or "unique" or "sparse" or "partialFilterExpression"));

    /// <summary>Whether the document has left by this time, if this is a TTL index.</summary>
    public bool IsOver(BsonDocument document, DateTimeOffset now) =>
        Specification.TryGetValue("expireAfterSeconds", out var seconds)
        && covers(document)
        && document.TryGetValue(fields[0], out var date) && date is BsonDateTime
        && date.ToUniversalTime().AddSeconds(seconds.ToDouble()) <= now.UtcDateTime;

    /// <summary>The one document that a filter can find by this index; false if it leaves that open.</summary>
    public bool TryFind(BsonDocument filter, out BsonDocument? found)
    {
        found = null;
        if (!IsUnique || Specification.Contains("partialFilterExpression"))
            return false;
        var wanted = fields.Select(field => DocumentFilter.Wanted(filter, field)).ToArray();
        if (Array.Exists(wanted, value => value is null or BsonNull))
            return false;
        holders.TryGetValue(Key(wanted!), out found);
        return true;
    }

    /// <exception cref="CommandException">Another document has this key.</exception>
    public void Check(BsonDocument document, string space)
    {
        if (KeyOf(document) is not { } key || !holders.TryGetValue(key, out var holder) || holder["_id"] == document["_id"])
            return;
        var keyValue = new BsonDocument(fields.Select(field => new BsonElement(field, DocumentFilter.Field(document, field))));
        throw new CommandException(
            11000,
            "DuplicateKey",
            $"E11000 duplicate key error collection: {space} index: {Name} dup key: {keyValue}",
            new BsonDocument { { "keyPattern", Specification["key"] }, { "keyValue", keyValue } });
    }

    public void Add(BsonDocument document)
    {
        if (KeyOf(document) is { } key)
            holders[key] = document;
    }

    public void Remove(BsonDocument document)
    {
        if (KeyOf(document) is { } key)
            holders.Remove(key);
    }

    private BsonArray? KeyOf(BsonDocument document) =>
        IsUnique && covers(document) && !(isSparse && Array.TrueForAll(fields, field => !document.Contains(field)))
            ? Key(fields.Select(field => DocumentFilter.Field(document, field)))
            : null;

    // Numbers of any type that are worth the same are one key.
    private static BsonArray Key(IEnumerable<BsonValue> values) => new(values.Select(value => value switch
    {
        BsonInt32 => value.ToInt64(),
        BsonArray or BsonDouble => throw new NotKnownException($"an index on a {value.BsonType}"),
        _ => value,
    }));
}
