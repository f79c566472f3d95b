using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Wan.Storage.Calls;

/// <summary>Makes documents into what is stored, and back.</summary>
internal sealed class DocumentJson<T>(Collection<T> collection, StorageOptions options, TimeProvider time) where T : class, IDocument
{
    // It is read by nobody but us: what is escaped for HTML's sake would cost two to six bytes a character.
    private static readonly JsonWriterOptions Lean = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly TimeSpan keepFor = collection.Retention switch
    {
        Retention.KeepFinishedFor => options.KeepFinishedFor,
        Retention.KeepGenerationsFor => options.KeepGenerationsFor,
        Retention.KeepUsageFor => options.KeepUsageFor,
        _ => TimeSpan.Zero,
    };

    /// <summary>How it is stored.</summary>
    /// <param name="document">The document.</param>
    /// <param name="version">The version that it has then.</param>
    public StoredEntry Write(T document, long version)
    {
        if (document.UniqueKey is not null)
            collection.Need(DocumentQueries.UniqueKey);
        var body = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(body, Lean))
            JsonSerializer.Serialize(writer, document, collection.Json);
        return new StoredEntry
        {
            Id = document.Id,
            Version = version,
            CreatedAt = document.CreatedAt.UtcTicks,
            DueAt = document.DueAt?.UtcTicks,
            UniqueKey = document.UniqueKey,
            Group = document.Group,
            Rank = document.Rank,
            Status = document.Status,
            Tenant = document.Tenant,
            LookupKey = document.LookupKey,
            ChangedAt = document.ChangedAt?.UtcTicks,
            KeepUntil = document.IsFinished && (document.KeptFor ?? (keepFor > TimeSpan.Zero ? keepFor : null)) is { } kept ? (time.GetUtcNow() + kept).UtcTicks : null,
            Schema = collection.SchemaVersion,
            WriteId = WriteIds.Next(),
            Body = body.WrittenMemory,
        };
    }

    /// <summary>The document.</summary>
    /// <exception cref="UnreadableDocumentException">This release can't read it.</exception>
    public T Read(StoredEntry entry)
    {
        var document = Read(entry, body => JsonSerializer.Deserialize(body.Span, collection.Json))
            ?? throw new UnreadableDocumentException(collection.ToString(), entry.Id, "it is empty");
        document.Version = entry.Version;
        document.DueAt = entry.DueAt is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        return document;
    }

    /// <summary>What this makes of its JSON.</summary>
    /// <exception cref="UnreadableDocumentException">This release can't read it.</exception>
    public TPart Read<TPart>(StoredEntry entry, Func<ReadOnlyMemory<byte>, TPart> read)
    {
        if (entry.Schema > collection.SchemaVersion)
        {
            throw new UnreadableDocumentException(
                collection.ToString(), entry.Id, $"a newer release wrote it (its schema is {entry.Schema}, this release knows {collection.SchemaVersion})");
        }

        try
        {
            return read(entry.Body);
        }
        catch (JsonException exception)
        {
            throw new UnreadableDocumentException(collection.ToString(), entry.Id, exception.Message, exception);
        }
    }
}
