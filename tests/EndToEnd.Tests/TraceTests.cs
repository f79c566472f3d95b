using System.Text;
using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

/// <summary>What an operator sees of a generation that went through four processes and their documents.</summary>
[Collection("rabbitmq 3")]
public sealed class TraceTests(RabbitMqBroker broker)
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task One_trace_shows_a_generation_in_every_service_and_no_prompt_key_or_signed_address()
    {
        await using var collector = await Collector.StartAsync();
        await using var installation = await Installation.StartInFourProcessesAsync(
            await broker.CreateVirtualHostAsync(),
            runningTasks: 5,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_BSP_SCHEDULE_DELAY", "100"));
        var order = Order.Mixed(1)[0];

        var id = await installation.Door.PlaceAsync(order, $"00-{TraceId}-00f067aa0ba902b7-01");
        (await installation.Door.WaitForEndsAsync([id], Eventually.Patience, installation.Tails))[0].Status.ShouldBe("completed");

        string[] services = ["intake", "submitter", "poller", "archiver"];
        await Eventually.UntilAsync(
            () => Task.FromResult(services.All(Shows)),
            () => $"spans of one trace from every service; of these there are some: {string.Join(' ', services.Where(Shows))}{installation.Tails()}");
        foreach (var secret in new[] { order.Prompt, "Signature=", "Bearer " })
        {
            collector.Everything.ShouldNotContain(body => Contains(body, Encoding.UTF8.GetBytes(secret)), secret);
        }

        bool Shows(string service) => collector.Spans.Any(spans => Names(spans, service) && Contains(spans, Convert.FromHexString(TraceId)));
    }

    // The attribute service.name of the resource, as protobuf writes it: key, then a value that is a string.
    private static bool Names(byte[] spans, string service) =>
        Contains(spans, [.. "service.name"u8, 0x12, (byte)(service.Length + 2), 0x0a, (byte)service.Length, .. Encoding.ASCII.GetBytes(service)]);

    private static bool Contains(byte[] body, byte[] part) => body.AsSpan().IndexOf(part) >= 0;
}
