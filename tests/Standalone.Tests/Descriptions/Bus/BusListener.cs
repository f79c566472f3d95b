using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Wan.Fixtures;
using Wan.Standalone.Descriptions.Bus;

namespace Wan.Standalone.Tests.Descriptions.Bus;

/// <summary>Hears whatever is told to other teams, and sends as they do.</summary>
internal sealed class BusListener : IAsyncDisposable
{
    private readonly ConcurrentQueue<Delivery> heard = new();
    private readonly IConnection connection;
    private readonly IChannel channel;

    private BusListener(IConnection connection, IChannel channel) => (this.connection, this.channel) = (connection, channel);

    /// <summary>Connects, and listens to all that is told.</summary>
    public static async Task<BusListener> ConnectAsync(string address)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(address) }.CreateConnectionAsync();
        var listener = new BusListener(connection, await connection.CreateChannelAsync(new CreateChannelOptions(true, true)));
        var queue = await listener.channel.QueueDeclareAsync();
        foreach (var message in PublicMessage.All.Where(message => !message.IsCommand))
            await listener.channel.QueueBindAsync(queue.QueueName, message.Exchange, "");
        var consumer = new AsyncEventingBasicConsumer(listener.channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            listener.heard.Enqueue(new(delivery.Exchange, delivery.BasicProperties.ContentType, [.. delivery.BasicProperties.Headers?.Keys ?? []], Encoding.UTF8.GetString(delivery.Body.Span)));
            return Task.CompletedTask;
        };
        await listener.channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
        return listener;
    }

    /// <summary>Publishes to an exchange that must have somewhere to put it.</summary>
    public Task SendAsync(string exchange, string contentType, string body) => channel.BasicPublishAsync(
        exchange, "any", mandatory: true, new BasicProperties { ContentType = contentType, MessageId = "message-1", CorrelationId = "correlation-1" }, Encoding.UTF8.GetBytes(body)).AsTask();

    /// <summary>Waits for what is told by an exchange about a request.</summary>
    public Task<Delivery> HearAsync(string exchange, string clientRequestId) => Eventually.FindAsync(
        () => Task.FromResult(heard.FirstOrDefault(delivery => delivery.Exchange == exchange && delivery.Message["client_request_id"]?.GetValue<string>() == clientRequestId)),
        $"{exchange} of {clientRequestId}");

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }
}

/// <summary>One thing that was told.</summary>
internal sealed record Delivery(string Exchange, string? ContentType, IReadOnlyList<string> Headers, string Body)
{
    /// <summary>The message in its envelope.</summary>
    public JsonObject Message => JsonNode.Parse(Body)!["message"]!.AsObject();
}
