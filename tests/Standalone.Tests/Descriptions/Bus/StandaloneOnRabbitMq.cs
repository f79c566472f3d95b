using Wan.Fixtures;

namespace Wan.Standalone.Tests.Descriptions.Bus;

/// <summary>A whole installation in one process on a virtual host of a real broker, with a vendor that is simulated and fast, but for wan2.7-r2v, whose tasks wait for an hour.</summary>
public sealed class StandaloneOnRabbitMq : IAsyncLifetime
{
    private readonly RabbitMqBroker broker = new();
    private readonly TemporaryFolder folder = new();
    private ServiceProcess? process;

    /// <summary>The virtual host's AMQP URL.</summary>
    public string VirtualHost { get; private set; } = "";

    /// <summary>Its address for somebody who may do what <c>docs/access.md</c> says that another team's system should be allowed.</summary>
    public string ForAcme { get; private set; } = "";

    /// <summary>Where it answers over HTTP.</summary>
    public Uri Address => process!.Address;

    /// <summary>The durable queues of the virtual host.</summary>
    public async Task<IReadOnlyList<string>> QueuesAsync() =>
        [.. (await broker.ListAsync("queues", VirtualHost)).Where(queue => queue.GetProperty("durable").GetBoolean()).Select(queue => queue.GetProperty("name").GetString()!)];

    /// <summary>The end of its log.</summary>
    public string Tail() => process?.Tail() ?? "";

    public async Task InitializeAsync()
    {
        await broker.InitializeAsync();
        VirtualHost = await broker.CreateVirtualHostAsync();
        var page = await File.ReadAllTextAsync(Repository.File("docs", "access.md"));
        var patterns = page.Split('\n').Single(line => line.StartsWith("rabbitmqctl set_permissions acme ", StringComparison.Ordinal)).Split('\'');
        ForAcme = await broker.CreateUserAsync(VirtualHost, patterns[1], patterns[3], patterns[5]);
        process = new("Standalone", new Dictionary<string, string>
        {
            ["WAN_RABBITMQ"] = VirtualHost,
            ["Storage__Directory"] = folder.Path,
            ["Archive__MinFreeBytes"] = "1",
            ["Simulator__QueueDelay"] = "00:00:00",
            ["Simulator__RenderTime"] = "00:00:00",
            ["Simulator__Models__wan2.7-r2v__QueueDelay"] = "01:00:00",
            ["Simulator__SubmitsPerSecond"] = "0",
        });
        await process.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (process is not null)
            await process.DisposeAsync();
        await broker.DisposeAsync();
        folder.Dispose();
    }
}

[CollectionDefinition(Name)]
public sealed class OnRabbitMqTogether : ICollectionFixture<StandaloneOnRabbitMq>
{
    /// <summary>Its name.</summary>
    public const string Name = "on rabbitmq";
}
