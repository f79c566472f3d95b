using System.Text.Json.Nodes;

namespace Wan.Hosting.Doors.Descriptions;

/// <summary>Schemas of bodies as the description of the API has them, for who describes doors in another way.</summary>
public static class DescribedSchemas
{
    private const string Place = "#/components/schemas/";

    /// <summary>The schema of a type, with what it refers to in its place.</summary>
    /// <param name="type">Its name, such as <c>GenerateVideo</c>; it must not hold itself.</param>
    public static JsonObject Of(string type)
    {
        // It is empty in the build that is about to write it.
        var schemas = ApiDocument.Bytes.Length == 0 ? [] : JsonNode.Parse(ApiDocument.Bytes)!["components"]!["schemas"]!.AsObject();
        return schemas[type] is { } schema ? (JsonObject)Whole(schema, schemas)! : new() { ["type"] = "object" };
    }

    private static JsonNode? Whole(JsonNode? node, JsonObject schemas)
    {
        if (node is JsonArray list)
            return new JsonArray([.. list.Select(item => Whole(item, schemas))]);
        if (node is not JsonObject schema)
            return node?.DeepClone();
        var whole = new JsonObject();
        foreach (var (name, value) in schema)
        {
            if (name != "$ref")
                whole[name] = Whole(value, schemas);
        }

        foreach (var (name, value) in schema["$ref"] is { } reference ? (JsonObject)Whole(schemas[reference.GetValue<string>()[Place.Length..]], schemas)! : [])
            whole.TryAdd(name, value?.DeepClone()); // What stands beside a reference says more of this place.
        return whole;
    }
}
