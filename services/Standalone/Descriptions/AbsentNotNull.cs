using System.Text.Json.Nodes;

namespace Wan.Standalone.Descriptions;

/// <summary>Takes null out of schemas: what is not there is left out of bodies, and nobody has to reckon with both.</summary>
internal static class AbsentNotNull
{
    private static readonly string[] Choices = ["oneOf", "anyOf"];

    /// <summary>Does so, wherever schemas stand below this.</summary>
    public static void Apply(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
                Apply(item);
        }
        else if (node is JsonObject schema)
        {
            if (schema["type"] is JsonArray types && types.Select(type => type!.GetValue<string>()).Where(type => type != "null").ToList() is [var only])
                schema["type"] = only;
            foreach (var choice in Choices)
                Unwrap(schema, choice);
            foreach (var (name, value) in schema)
            {
                if (name is not ("example" or "examples"))
                    Apply(value);
            }
        }
    }

    private static void Unwrap(JsonObject schema, string choice)
    {
        if (schema[choice] is not JsonArray choices || choices.Where(one => one!["type"]?.ToString() != "null").ToList() is not [JsonObject only] || choices.Count == 1)
            return;
        schema.Remove(choice);
        foreach (var (name, value) in only)
            schema.TryAdd(name, value?.DeepClone());
    }
}
