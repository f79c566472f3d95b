namespace Wan.Fixtures;

/// <summary>The broker at <c>WAN_TEST_RABBITMQ</c>. It is somebody else's: a test that would stop it fails.</summary>
internal sealed class GivenBroker(Uri amqp) : BrokerHost
{
    private const string Why = "The broker at WAN_TEST_RABBITMQ is not ours to stop; unset it, and the tests start one of their own.";

    public override Uri Amqp { get; } = new UriBuilder(amqp) { Path = "" }.Uri;

    public override Uri Management { get; } = Environment.GetEnvironmentVariable("WAN_TEST_RABBITMQ_MANAGEMENT") is { Length: > 0 } address
        ? new Uri(address)
        : new Uri($"http://{amqp.Host}:15672");

    public override Task StartAsync() => Task.CompletedTask;

    public override Task StopAsync() => throw new NotSupportedException(Why);

    public override Task KillAsync() => throw new NotSupportedException(Why);

    public override Task ControlAsync(params string[] arguments) => throw new NotSupportedException(Why);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
