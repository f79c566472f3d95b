using System.Text.Json;
using System.Text.RegularExpressions;
using Wan.Fixtures;

namespace Wan.Standalone.Tests.Deploy;

/// <summary>What the services declare on their broker: Standalone on RabbitMQ declares all of it.</summary>
public sealed class TopologyTests(RabbitMqBroker broker) : IClassFixture<RabbitMqBroker>, IDisposable
{
    // What RabbitMQ 4.3 refuses or has dropped: https://www.rabbitmq.com/release-information/deprecated-features-list, and classic queues' own storage and mirrors.
    private static readonly string[] Gone = ["x-queue-mode", "x-queue-version", "x-queue-master-locator", "x-ha-policy", "x-cancel-on-ha-failover"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Nothing_is_declared_that_RabbitMQ_4_3_refuses_and_whoever_counts_a_queue_counts_one_that_there_is()
    {
        var virtualHost = await broker.CreateVirtualHostAsync();
        await using var standalone = new ServiceProcess("Standalone", new Dictionary<string, string>
        {
            ["Storage__Directory"] = folder.Path, ["Archive__MinFreeBytes"] = "1", ["WAN_RABBITMQ"] = virtualHost,
        });
        await standalone.StartAsync();
        IReadOnlyList<JsonElement> channels = [], queues = [];
        await Eventually.UntilAsync(
            async () =>
            {
                queues = await broker.ListAsync("queues", virtualHost);
                channels = await broker.ListAsync("vhosts", $"{virtualHost}/channels");
                return queues.Count > 10 && channels.Count(channel => channel.TryGetProperty("consumer_count", out var consumers) && consumers.GetInt32() > 0) >= queues.Count - 1;
            },
            () => $"all queues with whoever reads them: {queues.Count} queues, {channels.Count} channels{standalone.Tail()}");

        foreach (var queue in queues)
        {
            var name = queue.GetProperty("name").GetString();
            (queue.GetProperty("durable").GetBoolean(), queue.GetProperty("type").GetString()).ShouldBe((true, "quorum"), name);
            queue.GetProperty("arguments").EnumerateObject().Select(argument => argument.Name).Intersect(Gone).ShouldBeEmpty(name);
        }

        channels.ShouldAllBe(channel => channel.GetProperty("global_prefetch_count").GetInt32() == 0);
        (await broker.ListAsync("exchanges", virtualHost)).Select(exchange => exchange.GetProperty("type").GetString()).Distinct()
            .ShouldBeSubsetOf(["direct", "fanout", "headers", "topic"], "an exchange of a plug-in");
        (await broker.ListAsync("policies", virtualHost)).ShouldBeEmpty();

        var names = queues.Select(queue => queue.GetProperty("name").GetString()).ToList();
        foreach (var file in Directory.EnumerateFiles(Repository.File("deploy"), "*.yaml", SearchOption.AllDirectories))
        {
            foreach (Match counted in Regex.Matches(await File.ReadAllTextAsync(file), @"queueName: (\S+)"))
                names.ShouldContain(counted.Groups[1].Value, file);
        }
    }
}
