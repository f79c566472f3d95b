using System.Collections.Concurrent;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using Wan.Fixtures;
using Wan.Intake.Doors;

namespace Wan.Intake.Tests;

/// <summary>Another team's program: knows the broker and the names of exchanges, and nothing of ours.</summary>
internal sealed class Outsider : IAsyncDisposable
{
    private const string Rejected = "wan.generation-rejected";
    private readonly ConcurrentQueue<JsonElement> rejections = new();
    private readonly IConnection connection;
    private readonly IChannel channel, unconfirmed;

    private Outsider(IConnection connection, IChannel channel, IChannel unconfirmed) =>
        (this.connection, this.channel, this.unconfirmed) = (connection, channel, unconfirmed);

    /// <summary>The rejections so far.</summary>
    public IReadOnlyCollection<JsonElement> Rejections => [.. rejections];

    /// <summary>Connects and listens to what is rejected.</summary>
    public static async Task<Outsider> ConnectAsync(string virtualHost)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(virtualHost) }.CreateConnectionAsync();
        var outsider = new Outsider(connection, await connection.CreateChannelAsync(new CreateChannelOptions(true, true)), await connection.CreateChannelAsync());
        var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(Rejected, ExchangeType.Fanout, durable: true);
        var queue = await channel.QueueDeclareAsync();
        await channel.QueueBindAsync(queue.QueueName, Rejected, "");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            outsider.rejections.Enqueue(JsonSerializer.Deserialize<JsonElement>(delivery.Body.Span).GetProperty("message"));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
        return outsider;
    }

    /// <summary>What the broker would not take of this one; null while it has taken all.</summary>
    public string? Refusal => (connection.CloseReason ?? unconfirmed.CloseReason)?.ReplyText;

    /// <summary>Sends bytes as a command to make a video; whoever waits for the broker knows that it has them.</summary>
    public Task SendAsync(byte[] body, string? contentType, Dictionary<string, object?>? headers = null) => channel.BasicPublishAsync(
        "wan.generate-video", "", mandatory: true,
        new BasicProperties { ContentType = contentType, MessageId = "no-guid", CorrelationId = "none-either", Headers = headers }, body).AsTask();

    /// <summary>Sends bytes with these properties, as they are; nobody confirms it.</summary>
    public Task SendAsync(byte[] body, BasicProperties properties) =>
        unconfirmed.BasicPublishAsync("wan.generate-video", "", mandatory: false, properties, body).AsTask();

    /// <summary>Takes what is sent to an exchange, as the service that belongs there would.</summary>
    public async Task ReceiveAsync(string exchange) => await channel.QueueBindAsync((await channel.QueueDeclareAsync()).QueueName, exchange, "");

    /// <summary>Binds a queue to an exchange that has room for nothing, and refuses it instead of dropping it.</summary>
    public async Task RefuseAsync(string exchange)
    {
        var full = new Dictionary<string, object?> { ["x-max-length"] = 0, ["x-overflow"] = "reject-publish" };
        await channel.QueueBindAsync((await channel.QueueDeclareAsync(arguments: full)).QueueName, exchange, "");
    }

    /// <summary>The rejections so far, once there are so many.</summary>
    public async Task<IReadOnlyList<JsonElement>> RejectionsAsync(int count)
    {
        await Eventually.UntilAsync(
            () => Task.FromResult(rejections.Count >= count), () => $"{count} rejections; so far {rejections.Count}: {string.Join('\n', rejections)}");
        return [.. rejections];
    }

    /// <summary>How many messages lie in a queue; null if there is no such queue.</summary>
    public async Task<uint?> CountAsync(string queue)
    {
        await using var asking = await connection.CreateChannelAsync();
        try
        {
            return (await asking.QueueDeclarePassiveAsync(queue)).MessageCount;
        }
        catch (OperationInterruptedException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await unconfirmed.DisposeAsync();
        await connection.DisposeAsync();
    }
}
