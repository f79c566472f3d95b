using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wan.Fixtures;

namespace Wan.Hosting.Tests;

/// <summary>The broker that tests share.</summary>
[Collection("rabbitmq")]
public sealed class RabbitMqBrokerTests(RabbitMqBroker shared)
{
    [Fact]
    public async Task A_virtual_host_sees_nothing_of_another()
    {
        var one = await shared.CreateVirtualHostAsync();
        var other = await shared.CreateVirtualHostAsync();

        await PublishAsync(one, "hello");

        (await GetAsync(one)).ShouldBe("hello");
        (await Should.ThrowAsync<OperationInterruptedException>(() => GetAsync(other))).Message.ShouldContain("NOT_FOUND");
    }

    internal static async Task PublishAsync(string url, string text)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(url) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var arguments = new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };
        await channel.QueueDeclareAsync("test", durable: true, exclusive: false, autoDelete: false, arguments);
        await channel.BasicPublishAsync("", "test", true, new BasicProperties { Persistent = true }, Encoding.UTF8.GetBytes(text));
    }

    internal static async Task<string?> GetAsync(string url)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(url) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var message = await channel.BasicGetAsync("test", autoAck: true);
        return message is null ? null : Encoding.UTF8.GetString(message.Body.Span);
    }
}
