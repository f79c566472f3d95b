using Testcontainers.RabbitMq;

namespace Wan.Fixtures;

/// <summary>RabbitMQ in a container.</summary>
internal sealed class ContainerBroker : BrokerHost
{
    private const string Image = "rabbitmq:4.1.4-management";
    private const int ManagementPort = 15672;

    private readonly RabbitMqContainer container;
    private readonly int port = FreePort.Next();
    private readonly int managementPort = FreePort.Next();

    public ContainerBroker()
    {
        // Fixed ports, since a restart would move mapped ones.
        container = new RabbitMqBuilder(Image)
            .WithUsername("wan")
            .WithPassword("wan")
            .WithPortBinding(port, RabbitMqBuilder.RabbitMqPort)
            .WithPortBinding(managementPort, ManagementPort)
            .Build();
        Amqp = new Uri($"amqp://wan:wan@{container.Hostname}:{port}");
        Management = new Uri($"http://{container.Hostname}:{managementPort}");
    }

    public override Uri Amqp { get; }

    public override Uri Management { get; }

    public override Task StartAsync() => container.StartAsync();

    public override Task StopAsync() => container.StopAsync();

    /// <summary>From inside a container its first process can't be killed; this ends it as abruptly.</summary>
    public override Task KillAsync() => ControlAsync("eval", "erlang:halt(137, [{flush, false}]).");

    public override async Task ControlAsync(params string[] arguments) => await container.ExecAsync(["rabbitmqctl", .. arguments]);

    public override ValueTask DisposeAsync() => container.DisposeAsync();
}
