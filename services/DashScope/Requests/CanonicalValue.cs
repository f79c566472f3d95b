using System.Text.Json;

namespace Wan.DashScope.Requests;

/// <summary>Writes what no rule knows: the same value, objects by name, one spelling for every string and number.</summary>
internal static class CanonicalValue
{
    public static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                WriteOthers(writer, value, static _ => false);
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                WriteText(writer, value);
                break;
            case JsonValueKind.Number:
                writer.WriteRawValue(CanonicalNumber.Of(value), skipInputValidation: true);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    /// <summary>The properties of an object that are not known, by name.</summary>
    public static void WriteOthers(Utf8JsonWriter writer, JsonElement element, Func<JsonProperty, bool> isKnown)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var others = element.EnumerateObject().Where(property => !isKnown(property)).OrderBy(property => property.Name, StringComparer.Ordinal);
        foreach (var property in others)
        {
            writer.WritePropertyName(property.Name);
            Write(writer, property.Value);
        }
    }

    public static void WriteText(Utf8JsonWriter writer, JsonElement value)
    {
        using var text = Utf8Text.Of(value);
        writer.WriteStringValue(text.Span);
    }
}
