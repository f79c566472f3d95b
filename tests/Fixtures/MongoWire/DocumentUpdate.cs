using MongoDB.Bson;

namespace Wan.Fixtures.MongoWire;

/// <summary>What an update makes of a document. https://www.mongodb.com/docs/manual/reference/operator/update/</summary>
internal static class DocumentUpdate
{
    /// <summary>Whether it changes fields, and does not replace the document.</summary>
    public static bool HasOperators(BsonDocument update) => update.ElementCount > 0 && update.GetElement(0).Name.StartsWith('$');

    /// <summary>The document after the update; the one before is not touched.</summary>
    public static BsonDocument Apply(BsonDocument before, BsonValue update, bool isInsert = false)
    {
        if (update is not BsonDocument document)
            throw new NotKnownException("an update that is a pipeline");
        var after = HasOperators(document) ? Change((BsonDocument)before.Clone(), document, isInsert) : Replace(before, document);
        if (before.TryGetValue("_id", out var id) && after["_id"] != id)
        {
            throw new CommandException(
                66, "ImmutableField", "Performing an update on the path '_id' would modify the immutable field '_id'");
        }

        return after;
    }

    /// <summary>The document that an upsert begins with: what the filter asks to be equal.</summary>
    public static BsonDocument FromFilter(BsonDocument filter) =>
        new(filter.Names.Where(name => !name.StartsWith('$') && DocumentFilter.Wanted(filter, name) is not null)
            .Select(name => new BsonElement(name, DocumentFilter.Wanted(filter, name))));

    private static BsonDocument Replace(BsonDocument before, BsonDocument update)
    {
        if (update.Contains("_id") || !before.TryGetValue("_id", out var id))
            return update;
        var after = new BsonDocument("_id", id);
        return after.AddRange(update);
    }

    private static BsonDocument Change(BsonDocument document, BsonDocument update, bool isInsert)
    {
        foreach (var (name, value) in update.Select(part => (part.Name, part.Value)))
        {
            foreach (var field in value.AsBsonDocument)
            {
                DocumentFilter.OwnField(field.Name);
                switch (name)
                {
                    case "$set":
                        document[field.Name] = field.Value;
                        break;
                    case "$setOnInsert":
                        if (isInsert)
                            document[field.Name] = field.Value;
                        break;
                    case "$unset":
                        document.Remove(field.Name);
                        break;
                    case "$inc":
                        document[field.Name] = Sum(document.GetValue(field.Name, 0), field.Value);
                        break;
                    default:
                        throw new NotKnownException($"the update operator {name}");
                }
            }
        }

        return document;
    }

    private static BsonValue Sum(BsonValue before, BsonValue step) => (before, step) switch
    {
        (BsonInt32 x, BsonInt32 y) => new BsonInt32(checked(x.Value + y.Value)),
        (BsonInt32 or BsonInt64, BsonInt32 or BsonInt64) => new BsonInt64(checked(before.ToInt64() + step.ToInt64())),
        _ => throw new NotKnownException($"$inc of {before.BsonType} by {step.BsonType}"),
    };
}
