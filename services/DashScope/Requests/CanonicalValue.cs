using System.Text.Json;

namespace Wan.DashScope.Requests;

/// <summary>Writes what no rule knows: the same value, objects by name, one spelling for every string and number.</summary>
internal static class CanonicalValue
{
    public static void Write(CanonicalWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.Json.WriteStartObject();
                WriteOthers(writer, value, static _ => false);
                writer.Json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.Json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.Json.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteText(value);
                break;
            case JsonValueKind.Number:
                writer.Json.WriteRawValue(CanonicalNumber.Of(value), skipInputValidation: true);
                break;
            default:
                value.WriteTo(writer.Json);
                break;
        }
    }

    /// <summary>The properties of an object that are not known, by name.</summary>
    public static void WriteOthers(CanonicalWriter writer, JsonElement element, Func<JsonProperty, bool> isKnown)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var others = element.EnumerateObject().Where(property => !isKnown(property)).OrderBy(property => property.Name, StringComparer.Ordinal);
        foreach (var property in others)
        {
            writer.Json.WritePropertyName(property.Name);
            Write(writer, property.Value);
        }
    }
}
