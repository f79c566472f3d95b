using System.Text.Json.Nodes;

namespace Wan.Standalone.Tests.Descriptions;

/// <summary>
/// What a description of the API promises to programs, a line each, of an operation or a type. What it takes and gives must stay; what it needs must not come to something that there was.
/// So additions are told from changes that break somebody.
/// </summary>
internal sealed class Promises
{
    private const string Types = "#/components/schemas/";

    private readonly HashSet<string> lines = new(StringComparer.Ordinal);
    private readonly HashSet<(string Type, string Has)> seen = [];
    private readonly JsonObject document;

    private Promises(JsonObject document) => this.document = document;

    /// <summary>Those of a document.</summary>
    public static IReadOnlySet<string> Of(JsonObject document)
    {
        var promises = new Promises(document);
        foreach (var (path, method, operation) in ApiDescription.Operations(document))
            promises.Add($"{method.ToUpperInvariant()} {path}", operation);
        return promises.lines;
    }

    /// <summary>Those of a description of the bus (AsyncAPI): of the exchanges, and of the messages that they take or give.</summary>
    public static IReadOnlySet<string> OfMessages(JsonObject document)
    {
        var promises = new Promises(document);
        foreach (var (_, operation) in document["operations"]!.AsObject())
            promises.AddOperation(operation!.AsObject());
        return promises.lines;
    }

    /// <summary>Those that are not kept any more, and new demands on what was good without.</summary>
    public static IReadOnlyList<string> Broken(IReadOnlySet<string> promised, IReadOnlySet<string> kept) =>
    [
        .. promised.Where(line => !IsDemand(line) && !kept.Contains(line)).Select(line => $"gone: {line}").Order(StringComparer.Ordinal),
        .. kept.Where(line => IsDemand(line) && !promised.Contains(line) && WasThere(line, promised)).Select(line => $"new: {line}").Order(StringComparer.Ordinal),
    ];

    private static bool IsDemand(string line) => line.Contains(" needs ", StringComparison.Ordinal);

    private static bool WasThere(string demand, IReadOnlySet<string> promised)
    {
        var subject = $"{demand[..demand.IndexOf(" needs ", StringComparison.Ordinal)]} takes ";
        return promised.Any(line => line.StartsWith(subject, StringComparison.Ordinal));
    }

    private void Add(string name, JsonObject operation)
    {
        lines.Add($"{name} takes requests as {operation["operationId"]}");
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            lines.Add($"{name} takes {parameter!["in"]} {parameter["name"]}: {TypeOf(parameter["schema"])}");
            foreach (var word in parameter["schema"]?["enum"]?.AsArray() ?? [])
                lines.Add($"{name} takes {parameter["in"]} {parameter["name"]}={word}");
            if (parameter["required"]?.GetValue<bool>() == true)
                lines.Add($"{name} needs {parameter["in"]} {parameter["name"]}");
        }

        if (operation["security"]?.AsArray() is [{ } scheme, ..])
            lines.Add($"{name} needs scope {scheme.AsObject().First().Value![0]}");
        if (operation["requestBody"]?["required"]?.GetValue<bool>() == true)
            lines.Add($"{name} needs a body");
        AddContent($"{name} takes", "takes", "needs", operation["requestBody"]?["content"]);
        foreach (var (status, answer) in operation["responses"]!.AsObject())
        {
            lines.Add($"{name} gives {status}");
            foreach (var header in answer!["headers"]?.AsObject() ?? [])
                lines.Add($"{name} gives {status} header {header.Key}");
            foreach (var code in answer["x-problem-codes"]?.AsArray() ?? [])
                lines.Add($"{name} gives {status} code {code}");
            AddContent($"{name} gives {status}", "gives", "always gives", answer["content"]);
        }
    }

    private void AddOperation(JsonObject operation)
    {
        var channel = document["channels"]![LastOf(operation["channel"]!)]!;
        var (exchange, amqp) = (channel["address"], channel["bindings"]!["amqp"]!["exchange"]!);
        var (has, always) = operation["action"]!.GetValue<string>() == "receive" ? ("takes", "needs") : ("gives", "always gives");
        lines.Add($"{exchange} is a {(amqp["durable"]!.GetValue<bool>() ? "durable" : "transient")} {amqp["type"]} exchange");
        foreach (var name in channel["messages"]!.AsObject().Select(message => LastOf(message.Value!)))
        {
            if (document["components"]!["messages"]![name] is not { } message)
                continue;
            var urn = message["payload"]!["allOf"]?[1]!["properties"]!["messageType"]!["contains"]!["const"];
            lines.Add($"{exchange} {has} {name} as {message["contentType"]}{(urn is null ? "" : $", {urn}")}");
            foreach (var header in message["headers"]!["properties"]!.AsObject())
                lines.Add($"{exchange} {has} {name} with header {header.Key}");
            AddTypes(has, always, message["payload"]);
        }
    }

    private static string LastOf(JsonNode reference) => reference["$ref"]!.GetValue<string>().Split('/')[^1];

    private void AddContent(string name, string has, string always, JsonNode? content)
    {
        foreach (var (media, shape) in content?.AsObject() ?? [])
        {
            lines.Add($"{name} {media}: {TypeOf(shape!["schema"])}");
            AddTypes(has, always, shape["schema"]);
        }
    }

    // Those that a schema refers to, each once for requests and once for answers.
    private void AddTypes(string has, string always, JsonNode? schema)
    {
        if (schema is JsonArray list)
        {
            foreach (var item in list)
                AddTypes(has, always, item);
        }
        else if (schema is JsonObject node)
        {
            if (node["$ref"]?.GetValue<string>()[Types.Length..] is { } name && seen.Add((name, has)))
                AddType(name, has, always, document["components"]!["schemas"]![name]!);
            foreach (var (_, value) in node)
                AddTypes(has, always, value);
        }
    }

    private void AddType(string name, string has, string always, JsonNode type)
    {
        foreach (var (field, shape) in type["properties"]?.AsObject() ?? [])
            lines.Add($"{name} {has} {field}: {TypeOf(shape)}");
        foreach (var field in type["required"]?.AsArray() ?? [])
            lines.Add($"{name} {always} {field}");
        AddTypes(has, always, type);
    }

    private static string TypeOf(JsonNode? schema)
    {
        if (schema?["$ref"]?.GetValue<string>() is { } reference)
            return reference[Types.Length..];
        if ((schema?["anyOf"] ?? schema?["oneOf"])?.AsArray() is { } choices)
            return string.Join(" or ", choices.Select(TypeOf));
        if (schema?["allOf"]?.AsArray() is [var only])
            return TypeOf(only);
        if (schema?["type"] is JsonArray types) // Of a message a member that is not there is null.
            return $"{TypeOf(With(schema, types[0]!))} or {types[1]}";
        return schema?["type"]?.ToString() switch
        {
            "array" => $"list of {TypeOf(schema["items"])}",
            "object" when schema["additionalProperties"] is JsonObject values => $"object of {TypeOf(values)}",
            { } type => schema["format"] is { } format ? $"{type} {format}" : type,
            null => "any",
        };
    }

    private static JsonNode With(JsonNode schema, JsonNode type)
    {
        var one = schema.DeepClone();
        one["type"] = type.DeepClone();
        return one;
    }
}
