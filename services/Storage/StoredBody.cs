using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Wan.Storage;

/// <summary>Makes a document from its JSON and from the two fields that the store may have changed since.</summary>
public static class StoredBody
{
    /// <summary>Reads a document.</summary>
    /// <param name="body">Its JSON.</param>
    /// <param name="json">How it is written.</param>
    /// <param name="version">Its version.</param>
    /// <param name="dueAt">Its due time in UTC ticks; null for none.</param>
    /// <exception cref="StorageException">The JSON is not such a document.</exception>
    public static T Read<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> json, long version, long? dueAt) where T : class, IDocument
    {
        T? document;
        try
        {
            document = JsonSerializer.Deserialize(body, json);
        }
        catch (JsonException exception)
        {
            throw new StorageException($"A stored {typeof(T).Name} can't be read by this release: {exception.Message}", exception);
        }

        if (document is null)
            throw new StorageException($"A stored {typeof(T).Name} is empty.");
        document.Version = version;
        document.DueAt = dueAt is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        return document;
    }
}
