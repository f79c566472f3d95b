using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using static Wan.Hosting.Doors.Descriptions.ReferencePage;

namespace Wan.Hosting.Doors.Descriptions;

/// <summary>What the page says of one type.</summary>
internal sealed class SchemaSection(StringBuilder html)
{
    private const string Types = "#/components/schemas/";

    public void Write(string name, JsonObject schema)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h3 id=\"type-{Encode(name)}\">{Encode(name)}</h3>{Marked(schema["description"], "p")}");
        if (schema["properties"]?.AsObject() is not { Count: > 0 } properties)
            return;
        var required = schema["required"]?.AsArray().Select(field => field!.GetValue<string>()).ToHashSet(StringComparer.Ordinal) ?? [];
        html.Append("<table><tr><th>field</th><th>type</th><th>meaning</th></tr>");
        foreach (var (field, shape) in properties)
        {
            html.Append(CultureInfo.InvariantCulture,
                $"<tr><td><code>{Encode(field)}</code>{(required.Contains(field) ? "" : "?")}</td><td>{TypeOf(shape)}</td><td>{Marked(shape!["description"])}</td></tr>");
        }

        html.Append("</table>");
    }

    /// <summary>The type of a value, in a few words, with a link to what is said of it.</summary>
    public static string TypeOf(JsonNode? schema)
    {
        if (schema?["$ref"]?.GetValue<string>() is { } reference)
        {
            var name = Encode(reference[Types.Length..]);
            return $"<a href=\"#type-{name}\">{name}</a>";
        }

        if ((schema?["oneOf"] ?? schema?["anyOf"])?.AsArray() is { } choices)
            return string.Join(" or ", choices.Select(TypeOf));
        return schema?["type"]?.ToString() switch
        {
            "array" => $"list of {TypeOf(schema["items"])}",
            "object" when schema["additionalProperties"] is JsonObject values => $"object of {TypeOf(values)}",
            { } type => Encode(schema["format"] is { } format ? $"{type} ({format})" : type),
            null => "any JSON",
        };
    }
}
