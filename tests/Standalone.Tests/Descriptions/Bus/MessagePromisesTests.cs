using System.Text.Json.Nodes;
using Wan.Standalone.Descriptions.Bus;

namespace Wan.Standalone.Tests.Descriptions.Bus;

/// <summary>Which changes of public messages break somebody.</summary>
public sealed class MessagePromisesTests
{
    [Theory]
    [InlineData("components/schemas/GenerateVideo/properties/colour", """{"type": ["string", "null"]}""")]
    [InlineData("components/schemas/VideoInput/properties/colour", """{"type": "string"}""")]
    [InlineData("components/schemas/GenerationCompleted/properties/colour", """{"type": "string"}""")]
    [InlineData("components/schemas/GenerationCompleted/required/-", "\"trace_id\"")]
    [InlineData("components/schemas/GenerateVideo/description", "\"Other words.\"")]
    public void An_addition_breaks_nothing(string place, string json) => Changed(place, json).ShouldBeEmpty();

    [Theory]
    [InlineData("components/schemas/GenerateVideo/properties/tenant", null, "gone: GenerateVideo takes tenant: string or null")]
    [InlineData("components/schemas/GenerateVideo/properties/tenant/type", "\"integer\"", "gone: GenerateVideo takes tenant: string or null")]
    [InlineData("components/schemas/GenerateVideo/required/-", "\"tenant\"", "new: GenerateVideo needs tenant")]
    [InlineData("components/schemas/MediaReference/required/-", "\"reference_voice\"", "new: MediaReference needs reference_voice")]
    [InlineData("components/schemas/MassTransitEnvelope/required/-", "\"messageId\"", "new: MassTransitEnvelope needs messageId")]
    [InlineData("components/schemas/GenerationCompleted/properties/video_url", null, "gone: GenerationCompleted gives video_url: string")]
    [InlineData("components/schemas/GenerationCompleted/properties/video_url/type", """["string", "null"]""", "gone: GenerationCompleted gives video_url: string")]
    [InlineData("components/schemas/GenerationCompleted/required", "[]", "gone: GenerationCompleted always gives video_url")]
    [InlineData("components/schemas/GenerationRejected/properties/findings/items/$ref", "\"#/components/schemas/Money\"", "gone: GenerationRejected gives findings: list of Finding")]
    [InlineData("components/schemas/Finding/properties/code", null, "gone: Finding gives code: string")]
    [InlineData("components/messages/GenerateVideo", null, "gone: wan.generate-video takes GenerateVideo as application/json")]
    [InlineData("components/messages/GenerateVideo/contentType", "\"text/json\"", "gone: wan.generate-video takes GenerateVideo as application/json")]
    [InlineData("components/messages/GenerationFailedInEnvelope/payload/allOf/1/properties/messageType/contains/const", "\"urn:message:wan:other\"",
        "gone: wan.generation-failed gives GenerationFailedInEnvelope as application/vnd.masstransit+json, urn:message:wan:generation-failed")]
    [InlineData("components/messages/GenerateVideo/headers/properties/traceparent", null, "gone: wan.generate-video takes GenerateVideo with header traceparent")]
    [InlineData("channels/GenerationFailed/address", "\"wan.generation-broken\"", "gone: wan.generation-failed is a durable fanout exchange")]
    [InlineData("channels/GenerationFailed/bindings/amqp/exchange/type", "\"topic\"", "gone: wan.generation-failed is a durable fanout exchange")]
    [InlineData("operations/tellGenerationFailed", null, "gone: GenerationError gives code: string")]
    public void A_change_that_breaks_somebody_is_named(string place, string? json, string broken) => Changed(place, json).ShouldContain(broken);

    private static IReadOnlyList<string> Changed(string place, string? json)
    {
        var (before, after) = (Made(), Made());
        var steps = place.Split('/');
        var node = steps[..^1].Aggregate((JsonNode)after, (at, step) => at is JsonArray list ? list[int.Parse(step, null)]! : at[step]!);
        var value = json is null ? null : JsonNode.Parse(json);
        if (node is JsonArray items)
            items.Add(value);
        else if (value is null)
            node.AsObject().Remove(steps[^1]).ShouldBeTrue();
        else
            node[steps[^1]] = value;
        return Promises.Broken(Promises.OfMessages(before), Promises.OfMessages(after));
    }

    private static JsonObject Made() => new AsyncApiDocument(new Comments(), MessageSchemas.All()).Write();
}
