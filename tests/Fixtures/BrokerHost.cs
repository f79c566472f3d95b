namespace Wan.Fixtures;

/// <summary>A RabbitMQ server that tests may use, wherever it runs.</summary>
internal abstract class BrokerHost : IAsyncDisposable
{
    /// <summary>Its AMQP address without a virtual host.</summary>
    public abstract Uri Amqp { get; }

    /// <summary>Address of its management API.</summary>
    public abstract Uri Management { get; }

    /// <summary>Starts it and waits for nothing.</summary>
    public abstract Task StartAsync();

    /// <summary>Lets it end in order.</summary>
    public abstract Task StopAsync();

    /// <summary>Kills it.</summary>
    public abstract Task KillAsync();

    /// <summary>Runs <c>rabbitmqctl</c> with these arguments on it.</summary>
    public abstract Task ControlAsync(params string[] arguments);

    /// <summary>The end of its log, for the message of a failed test.</summary>
    public virtual string Tail() => "";

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
