using System.Text.Json;
using RabbitMQ.Client;
using Wan.Fixtures;

namespace Wan.Archiver.Tests;

/// <summary>A broker that is away holds up neither archiving nor, once it is back, the news of the room.</summary>
[Collection("rabbitmq")]
public sealed class RoomBrokerTests(RabbitMqBroker broker)
{
    private const string Exchange = "wan.archive-room-reported";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Videos_are_archived_while_the_broker_is_away_and_the_room_is_told_again_when_it_is_back()
    {
        var url = await broker.CreateVirtualHostAsync();
        await using var proxy = new TcpProxy(new Uri(url).Port);
        await ListenAsync(url);
        await using var server = await VideoServer.StartAsync();
        using var folder = new TemporaryFolder();
        await using var reader = await ArchiverHost.StartAsync(new() { ["Archiver:Interval"] = "01:00:00" }, folder);
        await using var archiver = KilledTests.Process(folder, new()
        {
            ["WAN_RABBITMQ"] = proxy.Of(url).AbsoluteUri,
            ["Archiver__Interval"] = "00:00:00.200",
            ["Archiver__RoomReportInterval"] = "00:00:00.200",
        });
        archiver.Start();
        await Eventually.UntilAsync(async () => await NewestAsync(url) is not null, () => $"the first report{archiver.Tail()}", Patience);

        await proxy.GoAsync();
        var command = reader.Command(server.Serve("/a.mp4", Clips.Sound));
        (await reader.Archives.InsertAsync(KilledTests.Waiting(command))).ShouldBeTrue();
        await Eventually.UntilAsync(
            async () => (await reader.Archives.FindAsync(command.GenerationId))!.State is ArchiveState.Stored, () => $"the video{archiver.Tail()}", Patience);

        // A report that waits for the broker goes out with its return; only one that was given up shows whether the next one comes.
        await Eventually.UntilAsync(
            () => Task.FromResult(archiver.Log.Contains("Nobody was told", StringComparison.Ordinal)), () => $"a report that was given up{archiver.Tail()}", Patience);
        proxy.Return();
        var back = DateTimeOffset.UtcNow;
        await Eventually.UntilAsync(async () => await NewestAsync(url) > back, () => $"a report after the broker's return{archiver.Tail()}", Patience);
    }

    private static async Task ListenAsync(string url)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(url) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Fanout, durable: true);
        await channel.QueueDeclareAsync("heard", durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync("heard", Exchange, "");
    }

    /// <summary>When the newest report that lies in the queue was made; null if there is none.</summary>
    private static async Task<DateTimeOffset?> NewestAsync(string url)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(url) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        DateTimeOffset? newest = null;
        while (await channel.BasicGetAsync("heard", autoAck: true) is { } report)
        {
            var at = JsonSerializer.Deserialize<JsonElement>(report.Body.Span).GetProperty("message").GetProperty("at").GetDateTimeOffset();
            newest = newest > at ? newest : at;
        }

        return newest;
    }
}
