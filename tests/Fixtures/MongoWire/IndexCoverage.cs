using MongoDB.Bson;

namespace Wan.Fixtures.MongoWire;

/// <summary>
/// Whether an index leads straight to what a query gives, in its order: a stricter reading of the server's own rules, without its planner.
/// https://www.mongodb.com/docs/manual/tutorial/equality-sort-range-guideline/
/// </summary>
public static class IndexCoverage
{
    /// <summary>
    /// Whether the index begins with just the fields that must be equal to something, goes on with the sort (all one way or all the other), holds each
    /// field that a range is asked of, and, where it is partial, whether the filter repeats its condition.
    /// </summary>
    /// <param name="index">As <c>listIndexes</c> tells it.</param>
    /// <param name="filter">The query's filter. Alternatives (<c>$or</c>) in it only sift what the rest finds.</param>
    /// <param name="sort">The query's order, if it has one.</param>
    public static bool Covers(BsonDocument index, BsonDocument filter, BsonDocument? sort = null)
    {
        var keys = index["key"].AsBsonDocument.ToList();
        if (DocumentFilter.Wanted(filter, "_id") is not null)
            return keys[0].Name == "_id";
        var asked = filter.Names.Where(name => !name.StartsWith('$')).ToList();
        var equal = asked.Where(name => DocumentFilter.Wanted(filter, name) is not null).ToHashSet();
        if (!RepeatsCondition(index, filter) || (index.GetValue("sparse", false).ToBoolean() && !NeedsOneOf(keys, filter)))
            return false;
        var rest = keys.Skip(equal.Count).ToList();
        var order = (sort ?? []).Where(key => !equal.Contains(key.Name)).ToList();
        var ranges = asked.Where(name => !equal.Contains(name)).ToList();
        return keys.Take(equal.Count).All(key => equal.Contains(key.Name))
            && (asked.Count > 0 || order.Count > 0)
            && ranges.TrueForAll(name => rest.Exists(key => key.Name == name))
            && (order.Count == 0 ? ranges.Count == 0 || ranges.Contains(rest[0].Name) : Serves(rest, order));
    }

    private static bool Serves(List<BsonElement> rest, List<BsonElement> order) =>
        rest.Count >= order.Count
        && order.Zip(rest).All(pair => pair.First.Name == pair.Second.Name)
        && order.Zip(rest).Select(pair => Math.Sign(pair.First.Value.ToInt32()) == Math.Sign(pair.Second.Value.ToInt32())).Distinct().Count() == 1;

    // https://www.mongodb.com/docs/manual/core/index-partial/#query-coverage
    private static bool RepeatsCondition(BsonDocument index, BsonDocument filter) =>
        !index.TryGetValue("partialFilterExpression", out var partial)
        || partial.AsBsonDocument.All(condition => filter.TryGetValue(condition.Name, out var asked) && Implies(asked, condition.Value));

    private static bool Implies(BsonValue asked, BsonValue condition)
    {
        if (asked == condition)
            return true;
        if (condition is not BsonDocument { ElementCount: 1 } wanted)
            return false;
        var (name, bound) = (wanted.GetElement(0).Name, wanted[0]);
        if (asked is not BsonDocument ranges)
            return asked != BsonNull.Value && DocumentFilter.Compile(new BsonDocument("f", condition))(new BsonDocument("f", asked));
        return name switch
        {
            "$gt" => ranges.TryGetValue("$gt", out var above) && BsonOrder.Instance.Compare(above, bound) >= 0,
            "$exists" when bound.ToBoolean() => ranges.Any(range => range.Name is "$gt" or "$gte" or "$lt" or "$lte" && range.Value != BsonNull.Value),
            "$type" => ranges.Any(range =>
                range.Name is "$gt" or "$gte" or "$lt" or "$lte"
                && DocumentFilter.Compile(new BsonDocument("f", condition))(new BsonDocument("f", range.Value))),
            _ => false,
        };
    }

    // A sparse index lacks documents that have none of its fields, so a query must rule those out.
    private static bool NeedsOneOf(List<BsonElement> keys, BsonDocument filter) =>
        keys.Exists(key => filter.TryGetValue(key.Name, out var asked) && !DocumentFilter.Compile(new BsonDocument(key.Name, asked))([]));
}
