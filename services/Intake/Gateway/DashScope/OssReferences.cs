using System.Buffers;
using System.Text;
using System.Text.Json;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Files;
using Wan.Hosting.Doors.Access;
using Wan.Storage;

namespace Wan.Intake.Gateway.DashScope;

/// <summary>Puts <c>wan-file:ID</c> in the place of the addresses that uploads here gave (<c>oss://wan-files/...</c>). The vendor's own addresses pass on as they are.</summary>
internal sealed class OssReferences(IDocuments<UploadedKey> keys)
{
    // As many references as any request is looked at for.
    private const int MostLookedUp = 50;

    private const string Ours = UploadedKey.Scheme + UploadedKey.Folder;

    /// <summary>A body with its references replaced, every other byte as it was; the same where there are none, and where it is no JSON: that is said of it elsewhere.</summary>
    /// <param name="body">As it came.</param>
    /// <param name="requester">Who asks: another tenant's is there as little as one that never was.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<ReadOnlyMemory<byte>> ReplaceAsync(ReadOnlyMemory<byte> body, Requester requester, CancellationToken cancellationToken)
    {
        if (body.Span.IndexOf("oss:"u8) < 0 || Find(body.Span) is not { Count: > 0 } found)
            return body;
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in found.Select(place => place.Key).Distinct(StringComparer.Ordinal))
        {
            var named = files.Count < MostLookedUp ? await keys.FindAsync(UploadedKey.IdOf(key), cancellationToken) : null;
            files[key] = named is not null && requester.Sees(named.Tenant) ? named.FileId : UploadedKey.NobodyOf(key);
        }

        return Replace(body.Span, found, files);
    }

    // In every field of input but the prompts, which are texts, whatever they say.
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
                else if (reader.TokenType == JsonTokenType.String && isInput && !isText && reader.ValueSpan.StartsWith("oss:"u8) && reader.GetString() is { } url && url.StartsWith(Ours, StringComparison.Ordinal))
                    found.Add(((begin + (int)reader.TokenStartIndex)..(begin + (int)reader.BytesConsumed), url[UploadedKey.Scheme.Length..]));
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // The other one: escapes that make no characters.
        {
            return [];
        }

        return found;
    }

    private static ReadOnlyMemory<byte> Replace(ReadOnlySpan<byte> body, List<(Range Place, string Key)> found, Dictionary<string, string> files)
    {
        var target = new ArrayBufferWriter<byte>(body.Length + (found.Count * FileReference.To(Guid.Empty.ToString()).Length));
        var done = 0;
        foreach (var (place, key) in found)
        {
            target.Write(body[done..place.Start.Value]);
            target.Write(Encoding.ASCII.GetBytes($"\"{FileReference.To(files[key])}\""));
            done = place.End.Value;
        }

        target.Write(body[done..]);
        return target.WrittenMemory;
    }
}
