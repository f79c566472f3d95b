using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Wan.Fixtures;
using Wan.Standalone.Descriptions.Bus;

namespace Wan.Standalone.Tests.Descriptions.Bus;

/// <summary>What the services tell on a real broker is what the description of the bus says, and they take what it says that they do.</summary>
[Collection(OnRabbitMqTogether.Name)]
public sealed class BusTruthTests(StandaloneOnRabbitMq standalone)
{
    private const string Plain = "application/json", Envelope = "application/vnd.masstransit+json";

    private static readonly JsonObject Document = new AsyncApiDocument(new Comments(), MessageSchemas.All()).Write();

    [Fact]
    public async Task The_ends_of_requests_are_told_as_it_says()
    {
        await using var listener = await BusListener.ConnectAsync(standalone.VirtualHost);

        await listener.SendAsync("wan.generate-video", Plain, Request("plain", "wan2.6-r2v-flash"));
        await listener.SendAsync("wan.generate-video", Envelope, $$"""{"messageType":["urn:message:wan:generate-video"],"message":{{Request("enveloped", "wan2.6-r2v-flash")}} }""");
        await listener.SendAsync("wan.generate-video", Plain, Request("wrong", "no-such-model"));

        ShouldBeAsDescribed(await listener.HearAsync("wan.generation-completed", "plain"));
        ShouldBeAsDescribed(await listener.HearAsync("wan.generation-completed", "enveloped"));
        var refused = await listener.HearAsync("wan.generation-rejected", "wrong");
        ShouldBeAsDescribed(refused);
        (refused.Message["message_id"]!.GetValue<string>(), refused.Message["correlation_id"]!.GetValue<string>()).ShouldBe(("message-1", "correlation-1"));
    }

    [Fact]
    public async Task One_that_waits_is_cancelled_by_the_smallest_envelope_that_it_says()
    {
        await using var listener = await BusListener.ConnectAsync(standalone.VirtualHost);
        using var http = new HttpClient { BaseAddress = standalone.Address };
        await listener.SendAsync("wan.generate-video", Plain, Request("waiting", "wan2.7-r2v"));
        var id = await Eventually.FindAsync(
            async () => JsonNode.Parse(await http.GetStringAsync("/v1/generations?client_request_id=waiting"))!["items"]!.AsArray() is [{ } one] ? one["id"]!.GetValue<string>() : null, "the generation");

        await listener.SendAsync("wan.cancel-generation", Envelope, $$"""{"messageType":["urn:message:wan:cancel-generation"],"message":{"generation_id":"{{id}}"} }""");

        var cancelled = await listener.HearAsync("wan.generation-cancelled", "waiting");
        ShouldBeAsDescribed(cancelled);
        cancelled.Message["reason"]!.GetValue<string>().ShouldBe("requested");
    }

    private static void ShouldBeAsDescribed(Delivery delivery)
    {
        var message = Document["components"]!["messages"]![$"{PublicMessage.All.Single(message => message.Exchange == delivery.Exchange).Name}InEnvelope"]!;
        delivery.ContentType.ShouldBe(message["contentType"]!.GetValue<string>());
        delivery.Headers.ShouldContain("traceparent");
        Judge(Closed(message["payload"]!), delivery.Body).ShouldBe("");
    }

    // Without members that it does not name, so that none is told that nobody describes.
    private static JsonObject Closed(JsonNode payload)
    {
        var whole = payload.DeepClone().AsObject();
        whole["$defs"] = new JsonObject(Document["components"]!["schemas"]!.AsObject().Select(schema => KeyValuePair.Create(schema.Key, (JsonNode?)ClosedPart(schema.Value!))));
        return whole;
    }

    private static JsonNode ClosedPart(JsonNode schema)
    {
        var closed = schema.DeepClone();
        closed["additionalProperties"] = false;
        return closed;
    }

    private static string Judge(JsonObject schema, string json)
    {
        var results = JsonSchema.FromText(schema.ToJsonString().Replace(AsyncApiDocument.Schemas, MessageSchemas.Parts, StringComparison.Ordinal))
            .Evaluate(JsonDocument.Parse(json).RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
        return results.IsValid ? "" : string.Join("; ", (results.Details ?? []).Where(detail => detail.Errors is not null)
            .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}")));
    }

    private static string Request(string id, string model) => new JsonObject
    {
        ["model"] = model,
        ["input"] = model == "wan2.7-r2v"
            ? JsonNode.Parse("""{"prompt":"Image 1 waves","media":[{"type":"reference_image","url":"https://example.com/a.png"}]}""")
            : JsonNode.Parse("""{"prompt":"character1 dances","reference_urls":["https://example.com/dance.mp4"]}"""),
        ["client_request_id"] = id,
        ["metadata"] = new JsonObject { ["order"] = "42" },
    }.ToJsonString();
}
