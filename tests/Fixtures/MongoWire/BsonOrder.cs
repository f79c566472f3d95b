using System.Text;
using MongoDB.Bson;

namespace Wan.Fixtures.MongoWire;

/// <summary>
/// The server's order of values, which is not the driver's: strings by their bytes, numbers of any type by their worth.
/// https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/
/// </summary>
internal sealed class BsonOrder : IComparer<BsonValue>
{
    public static readonly BsonOrder Instance = new();

    /// <summary>Values of one class are compared with each other; a range never finds those of another.</summary>
    public static int Class(BsonValue value) => value.BsonType switch
    {
        BsonType.Null => 1,
        BsonType.Int32 or BsonType.Int64 or BsonType.Double => 2,
        BsonType.String => 3,
        BsonType.Document => 4,
        BsonType.Binary => 6,
        BsonType.ObjectId => 7,
        BsonType.Boolean => 8,
        BsonType.DateTime => 9,
        var type => throw new NotKnownException($"how to compare a value of the type {type}"),
    };

    public int Compare(BsonValue? x, BsonValue? y)
    {
        var classes = Class(x!).CompareTo(Class(y!));
        if (classes != 0)
            return classes;
        return x switch
        {
            BsonNull => 0,
            BsonString text => Compare(text.Value, y!.AsString),
            BsonDouble or BsonInt32 or BsonInt64 when x is BsonDouble || y is BsonDouble => x.ToDouble().CompareTo(y!.ToDouble()),
            BsonInt32 or BsonInt64 => x.ToInt64().CompareTo(y!.ToInt64()),
            BsonDocument document => Compare(document, y!.AsBsonDocument),
            _ => x!.CompareTo(y),
        };
    }

    private static int Compare(string x, string y) =>
        Ascii.IsValid(x) && Ascii.IsValid(y) ? string.CompareOrdinal(x, y) : Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y));

    private int Compare(BsonDocument x, BsonDocument y)
    {
        foreach (var (first, second) in x.Zip(y))
        {
            var order = Class(first.Value).CompareTo(Class(second.Value));
            order = order != 0 ? order : Compare(first.Name, second.Name);
            order = order != 0 ? order : Compare(first.Value, second.Value);
            if (order != 0)
                return order;
        }

        return x.ElementCount.CompareTo(y.ElementCount);
    }
}
