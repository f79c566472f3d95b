using System.Text;
using MongoDB.Bson;
using Wan.Storage.Calls;

namespace Wan.Storage.MongoDb;

/// <summary>
/// A document as MongoDB keeps it. The JSON is one string beside the fields that are searched, so that no name or value in it can be taken for one of
/// MongoDB's own. Version and due time are true in the fields; the copies in the JSON may be older.
/// </summary>
internal static class MongoDbEntry
{
    public static BsonDocument Write(StoredEntry entry)
    {
        var fields = new BsonDocument
        {
            { "_id", entry.Id },
            { "version", entry.Version },
            { "created_at", entry.CreatedAt },
            { "rank", entry.Rank },
            { "schema", entry.Schema },
            { "write_id", entry.WriteId },
            { "body", Encoding.UTF8.GetString(entry.Body.Span) },
        };

        // What is null is left out: the indexes on due times, unique keys and ends of retention hold only documents that have one.
        Add("due_at", entry.DueAt);
        Add("unique_key", entry.UniqueKey);
        Add("group", entry.Group);
        Add("status", entry.Status);
        Add("tenant", entry.Tenant);
        Add("lookup_key", entry.LookupKey);
        Add("changed_at", entry.ChangedAt);
        if (entry.KeepUntil is { } keepUntil)
            fields.Add("keep_until", Date(keepUntil));
        return fields;

        void Add(string name, object? value)
        {
            if (value is not null)
                fields.Add(name, BsonValue.Create(value));
        }
    }

    /// <summary>What is not as it should be is left as it is: whoever makes a document of it says so.</summary>
    public static StoredEntry Read(BsonDocument fields) => new()
    {
        Id = fields["_id"].ToString()!,
        Version = Integer(fields, "version") ?? 0,
        CreatedAt = Integer(fields, "created_at") ?? 0,
        DueAt = Integer(fields, "due_at"),
        ChangedAt = Integer(fields, "changed_at"),
        Schema = (int)(Integer(fields, "schema") ?? 1),
        WriteId = Integer(fields, "write_id") ?? 0,
        Body = fields.TryGetValue("body", out var body) && body.IsString ? Encoding.UTF8.GetBytes(body.AsString) : default(ReadOnlyMemory<byte>),
    };

    public static Stamp ReadStamp(BsonDocument fields) => new(Integer(fields, "version") ?? 0, Integer(fields, "write_id"));

    /// <summary>A point of time as MongoDB has it, to the millisecond.</summary>
    public static BsonDateTime Date(long utcTicks) => new(new DateTime(utcTicks, DateTimeKind.Utc));

    private static long? Integer(BsonDocument fields, string name) =>
        fields.TryGetValue(name, out var value) && value.IsNumeric ? value.ToInt64() : null;
}
