using System.Buffers;
using System.Text;
using System.Text.Json;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Files;
using Wan.Hosting.Doors.Access;
using Wan.Storage;

namespace Wan.Intake.Files;

/// <summary>
/// Puts <c>wan-file:ID</c> in the place of the addresses that uploads in the vendor's manner gave here (<c>oss://wan-files/...</c>), whichever door a request comes by. One that stands
/// for no file of whoever asks is left, and the rules say so. The vendor's own addresses pass on as they are.
/// </summary>
internal sealed class UploadedReferences(IDocuments<UploadedKey> keys)
{
    // As many references as any request is looked at for.
    private const int MostLookedUp = 50;

    /// <summary>A body with its references replaced, every other byte as it was; the same where there are none, and where it is no JSON: that is said of it elsewhere.</summary>
    /// <param name="body">As it came.</param>
    /// <param name="requester">Who asks: another tenant's is there as little as one that never was.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<ReadOnlyMemory<byte>> ReplaceAsync(ReadOnlyMemory<byte> body, Requester requester, CancellationToken cancellationToken)
    {
        var found = Find(body.Span);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in found.Select(place => place.Key).Distinct(StringComparer.Ordinal).Take(MostLookedUp))
        {
            if (await keys.FindAsync(UploadedKey.IdOf(key), cancellationToken) is { } named && requester.Sees(named.Tenant))
                files[key] = named.FileId;
        }

        return files.Count == 0 ? body : Replace(body.Span, found, files);
    }

    // In every field of input but the prompts, which are texts, whatever they say. Any character of an address may be escaped.
    private static List<(Range Place, string Key)> Find(ReadOnlySpan<byte> body)
    {
        var found = new List<(Range, string)>();
        var begin = body.StartsWith("\uFEFF"u8) ? 3 : 0; // A byte order mark is no JSON, and is left out by whoever reads it.
        var reader = new Utf8JsonReader(body[begin..]);
        var (isInput, isText) = (false, false);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
                    isInput = reader.ValueTextEquals("input"u8);
                else if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 2)
                    isText = reader.ValueTextEquals(InputField.Prompt) || reader.ValueTextEquals(InputField.NegativePrompt);
                else if (reader.TokenType == JsonTokenType.String && isInput && !isText && KeyIn(reader) is { } key)
                    found.Add(((begin + (int)reader.TokenStartIndex)..(begin + (int)reader.BytesConsumed), key));
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // The other one: escapes that make no characters.
        {
            return [];
        }

        return found;
    }

    // The scheme and the folder in any case; what follows is somebody's name for a file.
    private static string? KeyIn(in Utf8JsonReader text) =>
        text.ValueSpan is [(byte)'o' or (byte)'O' or (byte)'\\', ..] && text.GetString() is { } url && url.StartsWith(FileReference.Uploaded, StringComparison.OrdinalIgnoreCase)
            ? UploadedKey.Folder + url[FileReference.Uploaded.Length..]
            : null;

    private static ReadOnlyMemory<byte> Replace(ReadOnlySpan<byte> body, List<(Range Place, string Key)> found, Dictionary<string, string> files)
    {
        var target = new ArrayBufferWriter<byte>(body.Length + (found.Count * FileReference.To(Guid.Empty.ToString()).Length));
        var done = 0;
        foreach (var (place, key) in found)
        {
            if (!files.TryGetValue(key, out var file))
                continue;
            target.Write(body[done..place.Start.Value]);
            target.Write(Encoding.ASCII.GetBytes($"\"{FileReference.To(file)}\""));
            done = place.End.Value;
        }

        target.Write(body[done..]);
        return target.WrittenMemory;
    }
}
