using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Wan.Contracts.Tests;

public sealed class GenerateVideoTests
{
    public static TheoryData<string> Samples { get; } = [.. typeof(GenerateVideoTests).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("wan", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Samples))]
    public void A_sample_of_the_vendor_is_read_and_written_without_loss(string sample)
    {
        var text = Resources.Read(sample);

        var message = JsonSerializer.Deserialize<GenerateVideo>(text)!;

        message.Extra.ShouldBeNull();
        ShouldBeTheSame(message, JsonNode.Parse(text)!);
    }

    [Theory, MemberData(nameof(Samples))]
    public async Task A_sample_of_the_vendor_comes_through_the_bus_with_fields_that_nobody_knows(string sample)
    {
        var sent = JsonNode.Parse(Resources.Read(sample))!.AsObject();
        sent["client_request_id"] = "order-1";
        sent["metadata"] = new JsonObject { ["Shop"] = "north", ["order_id"] = "17" };
        sent["novelty"] = JsonNode.Parse("""{"deep":[1,2.50,null,{"Case":"Kept"}]}""");
        sent["input"]!["extend_prompt"] = true;
        sent["input"]!["function"] = "r2v";
        sent["parameters"]!["with_audio"] = false;

        var received = await SendAsync(sent.Deserialize<GenerateVideo>()!);

        ShouldBeTheSame(received, sent);
    }

    [Fact]
    public void A_sender_needs_only_a_model_and_an_input_which_the_rules_of_the_model_judge()
    {
        var message = JsonSerializer.Deserialize<GenerateVideo>("""{"model":"wan2.7-i2v","input":{}}""")!;

        message.Parameters.ShouldBeNull();
        message.Input.Prompt.ShouldBeNull();
        message.Input.Media.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"input":{"prompt":"A cat."}}""", "model")]
    [InlineData("""{"model":"wan2.7-r2v"}""", "input")]
    [InlineData("""{"model":"wan2.7-r2v","input":{"prompt":"A cat.","media":[{"type":"first_frame"}]}}""", "url")]
    public void A_missing_field_is_named(string json, string field)
    {
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<GenerateVideo>(json)).Message.ShouldContain(field);
    }

    private static async Task<GenerateVideo> SendAsync(GenerateVideo message)
    {
        var received = new TaskCompletionSource<GenerateVideo>();
        var faulted = new TaskCompletionSource<string>();
        await using var services = new ServiceCollection()
            .AddMassTransitTestHarness(bus =>
            {
                bus.AddHandler((GenerateVideo video) =>
                {
                    received.SetResult(video);
                    return Task.CompletedTask;
                });
                bus.AddHandler((ReceiveFault fault) =>
                {
                    faulted.SetResult(string.Join('\n', fault.Exceptions.Select(exception => $"{exception.Message} {exception.InnerException?.Message}")));
                    return Task.CompletedTask;
                });
            })
            .BuildServiceProvider(true);
        var harness = await services.StartTestHarness();
        await harness.Bus.Publish(message);
        var first = await Task.WhenAny(received.Task, faulted.Task).WaitAsync(TimeSpan.FromSeconds(60));
        return first == received.Task ? await received.Task : throw new InvalidOperationException(await faulted.Task);
    }

    /// <summary>An absent field and one that is null mean the same in our own part, and nothing else may differ.</summary>
    private static void ShouldBeTheSame(GenerateVideo message, JsonNode expected)
    {
        var actual = WithoutNulls(JsonSerializer.SerializeToNode(message));
        JsonNode.DeepEquals(actual, WithoutNulls(expected)).ShouldBeTrue($"{actual}\nshould be\n{expected}");
    }

    private static JsonNode? WithoutNulls(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields
            .Where(field => field.Value is not null)
            .Select(field => KeyValuePair.Create(field.Key, WithoutNulls(field.Value)))),
        JsonArray items => new JsonArray([.. items.Select(WithoutNulls)]),
        _ => node?.DeepClone(),
    };
}
