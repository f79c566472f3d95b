using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Requests;

namespace Wan.DashScope.Files;

/// <summary>The files that a canonical request refers to, and their places in its bytes. Prompts are texts, whatever they say.</summary>
public static class FileReferences
{
    /// <summary>The body that is POSTed: each reference replaced by where the file was uploaded to, and every other byte as it was. One that was not uploaded stays, as it is nobody's place for a file.</summary>
    /// <param name="canonical">The canonical form, in which a reference has one spelling.</param>
    /// <param name="uploads">For each id the address that the upload gave (<c>oss://...</c>).</param>
    public static byte[] Replace(ReadOnlySpan<byte> canonical, IReadOnlyDictionary<string, string> uploads)
    {
        ArgumentNullException.ThrowIfNull(uploads);
        var target = new ArrayBufferWriter<byte>(canonical.Length + 1024);
        var done = 0;
        var reader = new Utf8JsonReader(canonical);
        var isInput = false;
        var isText = false;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.CurrentDepth == 1)
                {
                    isInput = reader.ValueTextEquals(TopLevel.InputField);
                }
                else if (reader.CurrentDepth == 2)
                {
                    isText = reader.ValueTextEquals(InputField.Prompt) || reader.ValueTextEquals(InputField.NegativePrompt);
                }
            }
            else if (reader.TokenType == JsonTokenType.String && isInput && !isText && FileReference.IdOf(reader.ValueSpan) is { } id && uploads.TryGetValue(id, out var url))
            {
                var at = (int)reader.TokenStartIndex;
                target.Write(canonical[done..at]);
                target.Write("\""u8);
                target.Write(JsonEncodedText.Encode(url, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
                target.Write("\""u8);
                done = at + reader.ValueSpan.Length + 2;
            }
        }

        target.Write(canonical[done..]);
        return target.WrittenSpan.ToArray();
    }
}
