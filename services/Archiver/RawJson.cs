using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wan.Archiver;

/// <summary>A value that stands in a record as it came: it may be of many megabytes, of which nothing is looked at.</summary>
/// <param name="Utf8">Valid JSON.</param>
[JsonConverter(typeof(RawJsonConverter))]
internal sealed record RawJson(ReadOnlyMemory<byte> Utf8)
{
    /// <summary>As a text if it is no JSON.</summary>
    public static RawJson Of(ReadOnlyMemory<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text.Span);
            while (reader.Read())
            {
            }

            return new RawJson(text);
        }
        catch (JsonException)
        {
            return new RawJson(JsonSerializer.SerializeToUtf8Bytes(System.Text.Encoding.UTF8.GetString(text.Span), ArchiverJson.Default.String));
        }
    }

    internal sealed class RawJsonConverter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return new RawJson(JsonMarshal.GetRawUtf8Value(document.RootElement).ToArray());
        }

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }
}
