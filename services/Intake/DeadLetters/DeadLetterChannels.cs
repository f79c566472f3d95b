using System.Net.Security;
using System.Security.Authentication;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Wan.Intake.DeadLetters;

/// <summary>A connection to the broker for one call, with a channel on it. What was taken and neither moved nor put to the end lies at its place again once this is disposed.</summary>
internal sealed class DeadLetterChannels : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly IConnection connection;
    private IChannel? channel;

    private DeadLetterChannels(IConnection connection) => this.connection = connection;

    /// <summary>Connects.</summary>
    /// <param name="address">The broker's AMQP URL, with its port.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="BrokerUnreachableException">It does not let us in, or is not there.</exception>
    public static async Task<DeadLetterChannels> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory
        {
            Uri = address,
            AutomaticRecoveryEnabled = false,
            RequestedConnectionTimeout = Patience,
            ContinuationTimeout = Patience,
            ClientProvidedName = "dead letters",
        };
        // By itself the client takes a certificate of any host.
        (factory.Ssl.ServerName, factory.Ssl.Version, factory.Ssl.AcceptablePolicyErrors) = (address.Host, SslProtocols.None, SslPolicyErrors.None);
        return new DeadLetterChannels(await factory.CreateConnectionAsync(cancellationToken));
    }

    /// <summary>How many messages a queue has that nobody has taken; null where there is no such queue.</summary>
    public async Task<long?> CountAsync(string queue, CancellationToken cancellationToken)
    {
        try
        {
            return (await (await OpenAsync(cancellationToken)).QueueDeclarePassiveAsync(queue, cancellationToken)).MessageCount;
        }
        catch (OperationInterruptedException none) when (none.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
    }

    /// <summary>Takes the first message of a queue, for now; null where there is none.</summary>
    public async Task<BasicGetResult?> TakeAsync(string queue, CancellationToken cancellationToken) =>
        await (await OpenAsync(cancellationToken)).BasicGetAsync(queue, autoAck: false, cancellationToken);

    /// <summary>Moves a message that was taken to another queue, as it was sent at first.</summary>
    /// <returns>False where there is no such queue, or it takes nothing more: the message is still taken.</returns>
    public async Task<bool> MoveAsync(string queue, BasicGetResult message, CancellationToken cancellationToken)
    {
        try
        {
            await PutAsync(queue, message, DeadLetterProperties.Anew(message.BasicProperties), cancellationToken);
            return true;
        }
        catch (PublishException)
        {
            return false;
        }
    }

    /// <summary>Puts a message that was taken to the end of its queue, as it is.</summary>
    /// <exception cref="PublishException">The queue takes nothing more: the message is still taken.</exception>
    public Task PutToEndAsync(string queue, BasicGetResult message, CancellationToken cancellationToken) =>
        PutAsync(queue, message, DeadLetterProperties.Same(message.BasicProperties), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await connection.AbortAsync(Constants.ReplySuccess, "done", Patience); // With its channels, and without waiting for a broker that is silent.
        await connection.DisposeAsync();
    }

    private async Task PutAsync(string queue, BasicGetResult message, BasicProperties properties, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(cancellationToken);
        await opened.BasicPublishAsync("", queue, mandatory: true, properties, message.Body, cancellationToken); // Until it is confirmed.
        await opened.BasicAckAsync(message.DeliveryTag, multiple: false, cancellationToken);
    }

    // What is asked of a queue that is not there closes its channel.
    private async Task<IChannel> OpenAsync(CancellationToken cancellationToken) => channel is { IsOpen: true }
        ? channel
        : channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken);
}
