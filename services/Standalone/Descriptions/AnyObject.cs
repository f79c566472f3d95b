using System.Text.Json;
using System.Text.Json.Nodes;

namespace Wan.Standalone.Descriptions;

/// <summary>Says of members that are JSON of somebody else's shape that they are objects, instead of naming the type that holds them here.</summary>
internal static class AnyObject
{
    private const string Reference = $"#/components/schemas/{nameof(JsonElement)}";

    /// <summary>Does so in a whole document.</summary>
    public static void Apply(JsonObject document)
    {
        Replace(document);
        document["components"]!["schemas"]!.AsObject().Remove(nameof(JsonElement));
    }

    private static void Replace(JsonNode? node)
    {
        if (node is JsonObject schema)
        {
            if (schema["$ref"] is JsonValue reference && reference.GetValue<string>() == Reference)
            {
                schema.Remove("$ref");
                schema["type"] = "object";
            }

            schema.ToList().ForEach(member => Replace(member.Value));
        }
        else if (node is JsonArray list)
        {
            list.ToList().ForEach(Replace);
        }
    }
}
