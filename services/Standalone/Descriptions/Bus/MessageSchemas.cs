using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Wan.Contracts;

namespace Wan.Standalone.Descriptions.Bus;

/// <summary>JSON Schemas of messages and of their parts, out of the contracts and their comments.</summary>
internal sealed class MessageSchemas
{
    /// <summary>Below what a schema refers to its parts.</summary>
    public const string Parts = "#/$defs/";

    private static readonly JsonSerializerOptions AsWritten = new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    private readonly Comments comments = new();
    private readonly SortedDictionary<string, JsonObject> all = new(StringComparer.Ordinal);

    /// <summary>Those of all public messages, and of whatever stands in one, by the names of the types.</summary>
    public static IReadOnlyDictionary<string, JsonObject> All()
    {
        var schemas = new MessageSchemas();
        foreach (var message in PublicMessage.All)
            schemas.Add(message.Type);
        return schemas.all;
    }

    /// <summary>The schema of one message with all its parts, as a document by itself.</summary>
    public static JsonObject DocumentOf(PublicMessage message, IReadOnlyDictionary<string, JsonObject> all)
    {
        var parts = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        AddParts(all[message.Name]);
        var document = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["$id"] = message.Urn };
        foreach (var (name, value) in all[message.Name])
            document[name] = value?.DeepClone();
        if (parts.Count > 0)
            document["$defs"] = new JsonObject(parts);
        return document;

        void AddParts(JsonNode? node)
        {
            foreach (var name in References(node).Where(name => parts.TryAdd(name, all[name].DeepClone())).ToList())
                AddParts(all[name]);
        }
    }

    /// <summary>The names of the parts that a schema refers to.</summary>
    public static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject schema => schema.SelectMany(member => member is { Key: "$ref", Value: JsonValue reference } ? [reference.GetValue<string>()[Parts.Length..]] : References(member.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };

    private void Add(Type type)
    {
        if (!all.TryAdd(type.Name, []))
            return;
        var schema = AsWritten.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Explain }).AsObject();
        all[type.Name] = schema;
    }

    // The exporter writes types and nothing of what they mean, and what stands in a message as a whole each time.
    private JsonObject Explain(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = context.TypeInfo.Type;
        if (context.Path.IsEmpty)
            return With(new JsonObject { ["title"] = type.Name, ["description"] = comments.Of(type) }, schema);
        var explained = context.PropertyInfo?.AttributeProvider is PropertyInfo property ? new JsonObject { ["description"] = comments.Of(property) } : [];
        if (type.Assembly != typeof(GenerateVideo).Assembly)
            return With(explained, schema);
        Add(type);
        var reference = new JsonObject { ["$ref"] = $"{Parts}{type.Name}" };
        var isNullable = context.PropertyInfo is { IsGetNullable: true };
        return With(explained, isNullable
            ? new JsonObject { ["anyOf"] = new JsonArray(reference, new JsonObject { ["type"] = "null" }) }
            : new JsonObject { ["allOf"] = new JsonArray(reference) });
    }

    private static JsonObject With(JsonObject first, JsonNode rest)
    {
        foreach (var (name, value) in rest as JsonObject ?? [])
            first[name] = value?.DeepClone();
        return first;
    }
}
