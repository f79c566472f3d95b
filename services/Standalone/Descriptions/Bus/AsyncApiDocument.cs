using System.Text.Json.Nodes;
using MassTransit.Serialization;
using Wan.Contracts;
using Wan.Intake.Doors.Descriptions;

namespace Wan.Standalone.Descriptions.Bus;

/// <summary>The bus as systems of other teams see it, in AsyncAPI 3.0 (https://www.asyncapi.com/docs/reference/specification/v3.0.0), with the bindings of AMQP.</summary>
internal sealed class AsyncApiDocument(Comments comments, IReadOnlyDictionary<string, JsonObject> schemas)
{
    /// <summary>Below what the document refers to schemas.</summary>
    public const string Schemas = "#/components/schemas/";

    private const string Json = "application/json", Binding = "0.3.0", EnvelopeName = "MassTransitEnvelope";

    /// <summary>Writes it.</summary>
    public JsonObject Write() => new()
    {
        ["asyncapi"] = "3.0.0",
        ["info"] = new JsonObject
        {
            ["title"] = "Wan Services",
            ["version"] = "1",
            ["description"] = Flowing.Of(AsyncApiTexts.About),
            ["license"] = new JsonObject { ["name"] = "Apache 2.0" },
        },
        ["defaultContentType"] = Json,
        ["servers"] = new JsonObject
        {
            ["broker"] = new JsonObject
            {
                ["host"] = "localhost:5672",
                ["protocol"] = "amqp",
                ["protocolVersion"] = "0-9-1",
                ["description"] = "The RabbitMQ of an installation; its host, virtual host and users are the installation's.",
                ["security"] = new JsonArray(Reference("#/components/securitySchemes/user")),
            },
        },
        ["channels"] = new JsonObject(PublicMessage.All.Select(message => KeyValuePair.Create(message.Name, (JsonNode?)Channel(message)))),
        ["operations"] = new JsonObject(PublicMessage.All.Select(message => KeyValuePair.Create($"{(message.IsCommand ? "take" : "tell")}{message.Name}", (JsonNode?)Operation(message)))),
        ["components"] = new JsonObject
        {
            ["messages"] = new JsonObject(PublicMessage.All.SelectMany(MessagesOf)),
            ["schemas"] = new JsonObject(schemas.Select(schema => KeyValuePair.Create(schema.Key, Placed(schema.Value)))
                .Append(new(EnvelopeName, JsonNode.Parse(AsyncApiTexts.Envelope))).OrderBy(schema => schema.Key, StringComparer.Ordinal)),
            ["securitySchemes"] = new JsonObject { ["user"] = new JsonObject { ["type"] = "userPassword", ["description"] = "A user of the broker: docs/access.md says what it should be allowed." } },
        },
    };

    private static JsonObject Channel(PublicMessage message) => new()
    {
        ["address"] = message.Exchange,
        ["title"] = message.Exchange,
        ["description"] = message.IsCommand ? AsyncApiTexts.ToSend : AsyncApiTexts.ToHear,
        ["messages"] = new JsonObject(NamesOf(message).Select(name => KeyValuePair.Create(name, (JsonNode?)Reference($"#/components/messages/{name}")))),
        ["bindings"] = new JsonObject
        {
            ["amqp"] = new JsonObject
            {
                ["is"] = "routingKey",
                ["exchange"] = new JsonObject { ["name"] = message.Exchange, ["type"] = "fanout", ["durable"] = true, ["autoDelete"] = false },
                ["bindingVersion"] = Binding,
            },
        },
    };

    private JsonObject Operation(PublicMessage message) => new()
    {
        ["action"] = message.IsCommand ? "receive" : "send",
        ["channel"] = Reference($"#/channels/{message.Name}"),
        ["summary"] = comments.Of(message.Type),
        ["messages"] = new JsonArray([.. NamesOf(message).Select(name => Reference($"#/channels/{message.Name}/messages/{name}"))]),
        ["bindings"] = new JsonObject
        {
            ["amqp"] = message.IsCommand
                ? new JsonObject { ["ack"] = true, ["bindingVersion"] = Binding }
                : new JsonObject { ["deliveryMode"] = 2, ["mandatory"] = false, ["bindingVersion"] = Binding },
        },
    };

    // Only what makes a video is taken as plain JSON too.
    private static IEnumerable<string> NamesOf(PublicMessage message) =>
        message.Type == typeof(GenerateVideo) ? [message.Name, $"{message.Name}InEnvelope"] : [$"{message.Name}InEnvelope"];

    private IEnumerable<KeyValuePair<string, JsonNode?>> MessagesOf(PublicMessage message) =>
        NamesOf(message).Select(name => KeyValuePair.Create(name, (JsonNode?)Message(message, name, isPlain: name == message.Name)));

    private JsonObject Message(PublicMessage message, string name, bool isPlain)
    {
        var written = new JsonObject
        {
            ["name"] = name,
            ["title"] = isPlain ? $"{message.Name}, as plain JSON" : $"{message.Name}, in a MassTransit envelope",
            ["summary"] = comments.Of(message.Type),
            ["contentType"] = isPlain ? Json : SystemTextJsonMessageSerializer.JsonContentType.MediaType,
            ["headers"] = JsonNode.Parse(message.IsCommand ? AsyncApiTexts.HeadersTaken : AsyncApiTexts.HeadersTold),
            ["payload"] = isPlain ? Reference($"{Schemas}{message.Name}") : Enveloped(message),
        };
        if (message.Type == typeof(GenerationRejected))
            written["description"] = AsyncApiTexts.OfRejections;
        if (message.Type.GetProperty(nameof(GenerateVideo.ClientRequestId)) is not null)
            written["correlationId"] = new JsonObject { ["description"] = "The requester's own id.", ["location"] = $"$message.payload#{(isPlain ? "" : "/message")}/client_request_id" };
        if (isPlain)
            written["examples"] = new JsonArray(Example("wan2.7", GenerationExamples.Request), Example("wan2.6", GenerationExamples.EarlierRequest));
        return written;
    }

    private static JsonObject Enveloped(PublicMessage message) => new()
    {
        ["allOf"] = new JsonArray(
            Reference($"{Schemas}{EnvelopeName}"),
            new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject
                {
                    ["messageType"] = new JsonObject { ["type"] = "array", ["contains"] = new JsonObject { ["const"] = message.Urn } },
                    ["message"] = Reference($"{Schemas}{message.Name}"),
                },
            }),
    };

    private static JsonObject Example(string name, string json) => new() { ["name"] = name, ["payload"] = JsonNode.Parse(json) };

    private static JsonObject Reference(string place) => new() { ["$ref"] = place };

    private static JsonNode? Placed(JsonNode schema) => JsonNode.Parse(schema.ToJsonString().Replace(MessageSchemas.Parts, Schemas, StringComparison.Ordinal));
}
