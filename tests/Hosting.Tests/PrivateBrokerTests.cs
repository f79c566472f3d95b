using RabbitMQ.Client.Exceptions;
using Wan.Fixtures;

namespace Wan.Hosting.Tests;

/// <summary>The brokers that tests start for themselves.</summary>
public sealed class PrivateBrokerTests
{
    [Fact]
    public async Task Confirmed_messages_survive_a_stop_and_a_kill_at_the_same_address()
    {
        await using var broker = await RabbitMqBroker.StartOwnAsync();
        var url = await broker.CreateVirtualHostAsync();

        await RabbitMqBrokerTests.PublishAsync(url, "before the stop");
        await broker.StopAsync();
        await Should.ThrowAsync<BrokerUnreachableException>(() => RabbitMqBrokerTests.GetAsync(url));
        await broker.StartAsync();
        (await RabbitMqBrokerTests.GetAsync(url)).ShouldBe("before the stop");

        await RabbitMqBrokerTests.PublishAsync(url, "before the kill");
        await broker.KillAsync();
        await broker.StartAsync();
        (await RabbitMqBrokerTests.GetAsync(url)).ShouldBe("before the kill");
    }
}
