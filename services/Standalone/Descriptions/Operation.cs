using System.Globalization;
using System.Text.Json.Nodes;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;

namespace Wan.Standalone.Descriptions;

/// <summary>One operation of the document.</summary>
/// <param name="door">Its door.</param>
/// <param name="description">What that says of itself.</param>
/// <param name="isHead">Whether it is the same without bodies (HEAD).</param>
internal sealed class Operation(RouteEndpoint door, DoorDescription description, bool isHead)
{
    public const string KeyScheme = "key";

    /// <summary>Writes it.</summary>
    /// <param name="raw">What ASP.NET Core made of it.</param>
    public JsonObject Write(JsonObject raw)
    {
        var operation = new JsonObject
        {
            ["operationId"] = isHead ? $"{description.Id}Head" : description.Id,
            ["tags"] = new JsonArray(description.Group),
            ["summary"] = isHead ? $"{description.Summary}: the headers alone" : description.Summary,
        };
        if (description.Detail is { } detail)
            operation["description"] = Flowing.Of(detail);
        if (ParametersOf(raw) is { Count: > 0 } parameters)
            operation["parameters"] = parameters;
        if (description.Body is { } body)
        {
            operation["requestBody"] = new JsonObject
            {
                ["description"] = body.Meaning,
                ["required"] = !body.IsOptional,
                ["content"] = Content(DescribedTypes.Json, raw["requestBody"]?["content"]?[DescribedTypes.Json]?["schema"], body.Examples),
            };
        }

        if (description.File is { } file)
        {
            JsonObject Binary() => new() { ["type"] = "string", ["format"] = "binary" };
            operation["requestBody"] = new JsonObject
            {
                ["description"] = file,
                ["required"] = true,
                ["content"] = new JsonObject
                {
                    ["multipart/form-data"] = new JsonObject
                    {
                        ["schema"] = new JsonObject { ["type"] = "object", ["required"] = new JsonArray("file"), ["properties"] = new JsonObject { ["file"] = Binary() } },
                    },
                    ["application/octet-stream"] = new JsonObject { ["schema"] = Binary() },
                },
            };
        }

        operation["responses"] = Responses(raw["responses"]!.AsObject());
        operation["security"] = door.Metadata.GetMetadata<DoorAccess>() is { Scope: { } scope } access
            ? new JsonArray(new JsonObject { [KeyScheme] = access.Also is { } also ? new JsonArray(scope, also) : new JsonArray(scope) })
            : new JsonArray();
        return operation;
    }

    private JsonArray ParametersOf(JsonObject raw)
    {
        var inPath = (raw["parameters"]?.AsArray() ?? []).Where(parameter => parameter!["in"]?.GetValue<string>() == "path").Select(parameter => new JsonObject
        {
            ["name"] = parameter!["name"]!.DeepClone(),
            ["in"] = "path",
            ["description"] = door.Metadata.GetMetadata<GenerationDoor>() is null ? description.IdMeaning : "The generation's id, a UUID; in capitals too.",
            ["required"] = true,
            ["schema"] = new JsonObject { ["type"] = "string" },
        });
        return [.. inPath, .. description.Query.Select(parameter => Parameter(parameter, "query")), .. description.Headers.Select(header => Parameter(header, "header"))];
    }

    private JsonObject Responses(JsonObject raw)
    {
        var responses = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var answers in description.Answers.GroupBy(answer => answer.Status))
            responses.Add(answers.Key.ToString(CultureInfo.InvariantCulture), Response([.. answers], raw));
        foreach (var refusals in CommonRefusals.Of(door.Metadata).Concat(description.Refusals).GroupBy(refusal => refusal.Status))
        {
            var status = refusals.Key.ToString(CultureInfo.InvariantCulture);
            if (responses.TryGetValue(status, out var other)) // Its body is something else there, as of health checks.
                other["description"] = $"{other["description"]} {Meaning(refusals)}";
            else
                responses.Add(status, Refusal([.. refusals], raw));
        }

        return new JsonObject(responses.Select(response => KeyValuePair.Create(response.Key, (JsonNode?)response.Value)));
    }

    private JsonObject Response(List<DoorAnswer> answers, JsonObject raw)
    {
        var response = new JsonObject { ["description"] = answers[0].Meaning };
        if (answers[0].Headers is { Count: > 0 } headers)
            response["headers"] = new JsonObject(headers.Select(header => KeyValuePair.Create(header.Name, (JsonNode?)Header(header))));
        var content = new JsonObject();
        var schemas = answers.Where(answer => answer.Type is not null).Select(answer => SchemaOf(raw, DescribedTypes.StatusOf(description, answer))).ToList();
        if (schemas.Count > 0)
            content[DescribedTypes.Json] = Shape(schemas is [var only] ? only : new JsonObject { ["anyOf"] = new JsonArray([.. schemas]) }, answers[0].Examples);
        foreach (var media in answers.Select(answer => answer.MediaType).OfType<string>())
            content[media] = Shape(TextOrBytes(media), new Dictionary<string, string>());
        if (content.Count > 0 && !isHead)
            response["content"] = content;
        return response;
    }

    private JsonObject Refusal(List<DoorRefusal> refusals, JsonObject raw)
    {
        var response = new JsonObject { ["description"] = Meaning(refusals) };
        if (refusals[0].Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            response["headers"] = new JsonObject { ["Retry-After"] = Header(new("Retry-After", "Seconds until it is worth asking again; absent where that is not known.", "integer")) };
        if (!isHead)
            response["content"] = Content("application/problem+json", SchemaOf(raw, DescribedTypes.ProblemStatus), new Dictionary<string, string>());
        if (refusals.SelectMany(refusal => refusal.Codes).Distinct().ToList() is { Count: > 0 } codes)
            response["x-problem-codes"] = new JsonArray([.. codes.Select(code => JsonValue.Create(code))]);
        return response;
    }

    private static string Meaning(IEnumerable<DoorRefusal> refusals) => string.Join(" Or: ", refusals.Select(refusal => refusal.Meaning));

    private static JsonNode SchemaOf(JsonObject raw, int status) => raw[$"{status}"]!["content"]![DescribedTypes.Json]!["schema"]?.DeepClone() ?? new JsonObject();

    private static JsonObject TextOrBytes(string media) =>
        media.StartsWith("text/", StringComparison.Ordinal) ? new() { ["type"] = "string" } : new() { ["type"] = "string", ["format"] = "binary" };

    private static JsonObject Content(string media, JsonNode? schema, IReadOnlyDictionary<string, string> examples) => new() { [media] = Shape(schema, examples) };

    private static JsonObject Shape(JsonNode? schema, IReadOnlyDictionary<string, string> examples)
    {
        var content = new JsonObject { ["schema"] = schema?.DeepClone() ?? new JsonObject() };
        if (examples.Count > 0)
            content["examples"] = new JsonObject(examples.Select(example => KeyValuePair.Create(example.Key, (JsonNode?)new JsonObject { ["value"] = JsonNode.Parse(example.Value) })));
        return content;
    }

    private static JsonObject Parameter(DoorParameter parameter, string place)
    {
        var written = new JsonObject
        {
            ["name"] = parameter.Name, ["in"] = place, ["description"] = parameter.Meaning, ["required"] = false, ["schema"] = Schema(parameter),
        };
        if (parameter.Example is { } example)
            written["example"] = example;
        return written;
    }

    private static JsonObject Header(DoorParameter header) => new() { ["description"] = header.Meaning, ["schema"] = Schema(header) };

    private static JsonObject Schema(DoorParameter parameter)
    {
        var schema = new JsonObject { ["type"] = parameter.Type };
        if (parameter.Format is { } format)
            schema["format"] = format;
        if (parameter.Words.Count > 0)
            schema["enum"] = new JsonArray([.. parameter.Words.Select(word => JsonValue.Create(word))]);
        if (parameter.Least is { } least)
            schema["minimum"] = least;
        if (parameter.Most is { } most)
            schema["maximum"] = most;
        return schema;
    }
}
