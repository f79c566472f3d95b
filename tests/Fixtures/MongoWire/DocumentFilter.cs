using MongoDB.Bson;

namespace Wan.Fixtures.MongoWire;

/// <summary>Conditions on documents' own fields. https://www.mongodb.com/docs/manual/reference/operator/query/</summary>
internal static class DocumentFilter
{
    /// <summary>The filter as a function.</summary>
    /// <exception cref="NotKnownException">It uses what the double does not know.</exception>
    public static Func<BsonDocument, bool> Compile(BsonDocument filter)
    {
        var conditions = filter.Select(Compile).ToArray();
        return conditions.Length == 1 ? conditions[0] : document => Array.TrueForAll(conditions, condition => condition(document));
    }

    /// <summary>A field that is not there equals null.</summary>
    public static BsonValue Field(BsonDocument document, string name) => document.TryGetValue(name, out var value) ? value : BsonNull.Value;

    /// <summary>The value that documents must have in a field to match; null if the filter leaves it open.</summary>
    public static BsonValue? Wanted(BsonDocument filter, string field) => filter.TryGetValue(field, out var condition)
        ? IsOperators(condition) ? condition.AsBsonDocument.GetValue("$eq", null) : condition
        : null;

    /// <summary>Makes sure that a field can be compared here: paths into documents and lists are not known.</summary>
    public static string OwnField(string name) => name.Contains('.') || name.StartsWith('$') ? throw new NotKnownException($"the field {name}") : name;

    private static bool IsOperators(BsonValue condition) =>
        condition is BsonDocument { ElementCount: > 0 } operators && operators.GetElement(0).Name.StartsWith('$');

    private static Func<BsonDocument, bool> Compile(BsonElement element)
    {
        switch (element.Name)
        {
            case "$and":
                var all = element.Value.AsBsonArray.Select(part => Compile(part.AsBsonDocument)).ToArray();
                return document => Array.TrueForAll(all, part => part(document));
            case "$or":
                var any = element.Value.AsBsonArray.Select(part => Compile(part.AsBsonDocument)).ToArray();
                return document => Array.Exists(any, part => part(document));
        }

        var field = OwnField(element.Name);
        var tests = IsOperators(element.Value)
            ? element.Value.AsBsonDocument.Select(condition => Compile(field, condition.Name, condition.Value)).ToArray()
            : [Compile(field, "$eq", element.Value)];
        return tests.Length == 1 ? tests[0] : document => Array.TrueForAll(tests, test => test(document));
    }

    private static Func<BsonDocument, bool> Compile(string field, string name, BsonValue operand)
    {
        switch (name)
        {
            case "$eq":
                return document => AreEqual(Field(document, field), operand);
            case "$ne":
                return document => !AreEqual(Field(document, field), operand);
            case "$gt":
                return document => Range(Field(document, field), operand) is > 0;
            case "$gte":
                return document => Range(Field(document, field), operand) is >= 0;
            case "$lt":
                return document => Range(Field(document, field), operand) is < 0;
            case "$lte":
                return document => Range(Field(document, field), operand) is <= 0;
            case "$in":
                var values = operand.AsBsonArray.ToArray();
                return document => Array.Exists(values, value => AreEqual(Field(document, field), value));
            case "$exists":
                var wanted = operand.ToBoolean();
                return document => document.Contains(field) == wanted;
            case "$type" when operand is BsonString type && Types.TryGetValue(type.Value, out var bsonType):
                return document => document.TryGetValue(field, out var value) && value.BsonType == bsonType;
            default:
                throw new NotKnownException($"the condition {name} {operand}");
        }
    }

    private static readonly Dictionary<string, BsonType> Types = new()
    {
        ["string"] = BsonType.String,
        ["date"] = BsonType.DateTime,
        ["long"] = BsonType.Int64,
        ["int"] = BsonType.Int32,
    };

    private static bool AreEqual(BsonValue value, BsonValue operand) => BsonOrder.Instance.Compare(value, operand) == 0;

    private static int? Range(BsonValue value, BsonValue operand) =>
        BsonOrder.Class(value) == BsonOrder.Class(operand) ? BsonOrder.Instance.Compare(value, operand) : null;
}
