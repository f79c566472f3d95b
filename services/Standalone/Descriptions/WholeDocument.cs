using System.Text.Json.Nodes;
using Wan.Hosting.Doors.Descriptions;

namespace Wan.Standalone.Descriptions;

/// <summary>The document as it is published: what ASP.NET Core made of routes and types, with all that the doors say of themselves.</summary>
/// <param name="raw">What ASP.NET Core made.</param>
/// <param name="doors">All doors.</param>
internal sealed class WholeDocument(JsonObject raw, IEnumerable<RouteEndpoint> doors)
{
    /// <summary>Writes it.</summary>
    /// <exception cref="InvalidOperationException">A door is not described; the message names it, and what to do.</exception>
    public JsonObject Write()
    {
        var schemas = raw["components"]!["schemas"]!.DeepClone().AsObject();
        var paths = new JsonObject();
        foreach (var door in doors.OrderBy(door => PathOf(door), StringComparer.Ordinal))
        {
            if (door.Metadata.GetMetadata<NotDescribed>() is not null)
                continue;
            if (door.Metadata.GetMetadata<DoorDescription>() is not { } description)
                throw new InvalidOperationException($"The door {door.RoutePattern.RawText} is not described: .Describes(...), or .IsNotDescribed() if it is no part of the API.");
            var path = PathOf(door);
            var operations = paths[path] ??= new JsonObject();
            foreach (var method in door.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => method.ToLowerInvariant()))
                operations[method] = new Operation(door, description, method == "head").Write(raw["paths"]![path]![method]!.AsObject());
        }

        var document = new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = "Wan Services",
                ["version"] = "1",
                ["summary"] = "Videos by Alibaba's Wan video models, archived and proven.",
                ["description"] = Flowing.Of(About),
                ["license"] = new JsonObject { ["name"] = "Apache 2.0", ["identifier"] = "Apache-2.0" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/", ["description"] = "Where this document is served." }),
            ["tags"] = new JsonArray([.. DoorGroups.All.Select(group => new JsonObject { ["name"] = group.Name, ["description"] = group.Meaning })]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = new JsonObject(schemas.OrderBy(schema => schema.Key, StringComparer.Ordinal).Select(schema => KeyValuePair.Create(schema.Key, schema.Value?.DeepClone()))),
                ["securitySchemes"] = new JsonObject
                {
                    [Operation.KeyScheme] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "wan_...", ["description"] = AboutKeys },
                },
            },
        };
        AbsentNotNull.Apply(document);
        AnyObject.Apply(document);
        return document;
    }

    private static string PathOf(RouteEndpoint door) => $"/{door.RoutePattern.RawText!.TrimStart('/')}";

    private const string About = """
        Ask for a video with `POST /v1/generations`, in the vendor's own request body; follow it with `GET /v1/generations/{id}`; fetch it from `GET /v1/generations/{id}/video`.

        Names are snake_case, times ISO 8601 in UTC, durations seconds, amounts decimal strings with a currency. What is not there is left out, never null. New members, statuses, words and codes may
        come with any release: leave out what you do not know.

        Whatever is refused or fails is a problem document (RFC 9457); `findings` has everything that is wrong, each with a `code` that never changes and a JSON pointer. The codes of an answer stand at it.
        An address that there is not is answered 404, a method that it does not take 405, and what the server can't read as HTTP 400, 414 or 431 without a body. After a 500 it is not known what became of
        the request: ask again, with the same `Idempotency-Key` where a generation is asked for.
        """;

    private const string AboutKeys = """
        A key of this installation. While none was made, requests from the same machine need none. The word at each operation is the scope that the key must have.
        """;
}
