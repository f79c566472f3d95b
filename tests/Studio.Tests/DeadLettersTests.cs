using Microsoft.Playwright;
using RabbitMQ.Client;
using Wan.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Wan.Studio.Tests;

/// <summary>Messages that nobody handles any more, seen and moved back in the page.</summary>
[Collection(Together.Name)]
public sealed class DeadLettersTests(DeadLettersTests.Server server, SharedBrowser browser) : IClassFixture<DeadLettersTests.Server>
{
    private const string Queue = "intake.generate-video_error";

    /// <summary>Its bus is at a real broker.</summary>
    public sealed class Server : StudioServer
    {
        private readonly RabbitMqBroker broker = new();

        /// <summary>The AMQP URL of its virtual host.</summary>
        public string VirtualHost { get; private set; } = "";

        public override async Task InitializeAsync()
        {
            await broker.InitializeAsync();
            VirtualHost = await broker.CreateVirtualHostAsync();
            Process.NextSettings = new Dictionary<string, string> { ["WAN_RABBITMQ"] = VirtualHost };
            await base.InitializeAsync();
        }

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            await broker.DisposeAsync();
        }
    }

    [Fact]
    public async Task One_is_looked_at_and_moved_back_and_its_video_is_made()
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(server.VirtualHost) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        var failed = new BasicProperties
        {
            ContentType = "application/json",
            Headers = new Dictionary<string, object?> { ["MT-Fault-ExceptionType"] = "Some.Exception", ["MT-Fault-Message"] = "<b>The disk is full.</b>", ["MT-Fault-StackTrace"] = "at Some.Place()" },
        };
        await channel.BasicPublishAsync("", Queue, mandatory: true, failed,
            """{"client_request_id":"moved","model":"wan2.6-r2v-flash","input":{"prompt":"character1 dances","reference_urls":["https://example.com/dance.mp4"]},"parameters":{"size":"1280*720","duration":2}}"""u8.ToArray());
        await using var studio = await browser.OpenAsync(server, "#/person");
        var page = studio.Page;

        var one = page.GetByRole(AriaRole.Article).Filter(new() { HasText = Queue });
        await Expect(one.GetByText("Messages: 1")).ToBeVisibleAsync();
        await one.GetByRole(AriaRole.Button, new() { Name = "Show the first" }).ClickAsync();
        await Expect(one.GetByText("<b>The disk is full.</b>")).ToBeVisibleAsync();
        await one.GetByText("The message (").ClickAsync();
        await Expect(one.GetByText("character1 dances")).ToBeVisibleAsync();
        await studio.ShouldBeGoodForEverybodyAsync();

        await one.GetByRole(AriaRole.Button, new() { Name = "Move back" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Move back" }).ClickAsync();

        await Expect(page.GetByText("Moved back: 1. Left: 0.")).ToBeVisibleAsync();
        await Expect(page.GetByText("No message lies in a queue of dead letters.")).ToBeVisibleAsync();
        await Eventually.UntilAsync(async () => (await server.Http.GetStringAsync("/v1/generations?client_request_id=moved")).Contains("\"completed\"", StringComparison.Ordinal), "the video");
        studio.ShouldBeQuiet();
    }
}
