using MassTransit;
using MassTransit.Middleware;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Wan.Hosting;

/// <summary>
/// The channel of a receive endpoint. While it starts, the exchanges of all messages are declared on it, so that whatever a service may publish has
/// its exchange before the first message, and one request at a time goes out. MassTransit sends them all at once, and RabbitMQ.Client 7.2 never
/// ends those that wait for their turn when the connection breaks meanwhile (its issue 1976): such an endpoint waited for ever, unseen.
/// While it runs, its end is watched for. RabbitMQ.Client 7.2 tells the channels of a broken connection one after another, and waits for the
/// messages that each still handles; MassTransit disposes of the connection meanwhile, and what has not been told by then never is: such an
/// endpoint received nothing any more, though the bus was connected again.
/// </summary>
internal sealed class EndpointChannel(BrokerAlarm alarm, TimeProvider time) : IFilter<ChannelContext>
{
    private readonly BrokerAlarm alarm = alarm;

    /// <summary>How long the client may take to tell a consumer that its channel is closed, at least; at most twice that.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        alarm.Consumes(this, false);
        try
        {
            await RunAsync(context, next);
        }
        finally
        {
            alarm.Consumes(this, false);
        }
    }

    /// <inheritdoc/>
    public void Probe(ProbeContext context) => context.CreateFilterScope("endpointChannel");

    private async Task RunAsync(ChannelContext context, IPipe<ChannelContext> next)
    {
        using var blocking = alarm.Watch(context.ConnectionContext.Connection);
        using var turn = new SemaphoreSlim(1, 1);
        var inTurn = new InTurn(context, this, turn);
        var messages = context.ConnectionContext.Topology.PublishTopology.GetPublishBrokerTopology();
        foreach (var exchange in messages.Exchanges)
        {
            await inTurn.ExchangeDeclare(
                exchange.ExchangeName, exchange.ExchangeType, exchange.Durable, exchange.AutoDelete, exchange.ExchangeArguments, context.CancellationToken);
        }

        foreach (var binding in messages.ExchangeBindings)
        {
            await inTurn.ExchangeBind(
                binding.Destination.ExchangeName, binding.Source.ExchangeName, binding.RoutingKey, binding.Arguments, context.CancellationToken);
        }

        var running = next.Send(inTurn);
        for (var wasClosed = false; await IsRunningAsync(running); wasClosed = inTurn.Channel.IsClosed)
        {
            if (wasClosed)
                await inTurn.TellConsumerAsync();
        }

        await running;
    }

    private async Task<bool> IsRunningAsync(Task endpoint)
    {
        using var ended = new CancellationTokenSource();
        var finished = await Task.WhenAny(endpoint, Task.Delay(Patience, time, ended.Token));
        await ended.CancelAsync();
        return finished != endpoint;
    }

    /// <summary>Its requests wait here instead of in the client; a broken channel fails each of them in turn.</summary>
    private sealed class InTurn(ChannelContext context, EndpointChannel endpoint, SemaphoreSlim turn) : ScopePipeContext(context), ChannelContext
    {
        private IAsyncBasicConsumer? consumer;

        public IChannel Channel => context.Channel;

        /// <summary>Tells the consumer what the client has not: that its channel is closed. Being told twice changes nothing.</summary>
        public Task TellConsumerAsync()
        {
            if (consumer is null || Channel.CloseReason is not { } reason)
                return Task.CompletedTask;
            LogContext.Warning?.Log(
                "The channel of {Queue} is closed, and its consumer was not told; it starts again: {Reason}", context.GetPayload<ReceiveSettings>().QueueName, reason);
            return consumer.HandleChannelShutdownAsync(Channel, reason);
        }

        public ConnectionContext ConnectionContext => context.ConnectionContext;

        public Task BasicPublishAsync(
            string exchange, string routingKey, bool mandatory, BasicProperties basicProperties, byte[] body, bool awaitAck, CancellationToken cancellationToken) =>
            context.BasicPublishAsync(exchange, routingKey, mandatory, basicProperties, body, awaitAck, cancellationToken);

        public Task ExchangeBind(
            string destination, string source, string routingKey, IDictionary<string, object> arguments, CancellationToken cancellationToken) =>
            InTurnAsync(() => context.ExchangeBind(destination, source, routingKey, arguments, cancellationToken), cancellationToken);

        public Task ExchangeDeclare(
            string exchange, string type, bool durable, bool autoDelete, IDictionary<string, object> arguments, CancellationToken cancellationToken) =>
            InTurnAsync(() => context.ExchangeDeclare(exchange, type, durable, autoDelete, arguments, cancellationToken), cancellationToken);

        public Task ExchangeDeclarePassive(string exchange, CancellationToken cancellationToken) =>
            InTurnAsync(() => context.ExchangeDeclarePassive(exchange, cancellationToken), cancellationToken);

        public Task QueueBind(
            string queue, string exchange, string routingKey, IDictionary<string, object> arguments, CancellationToken cancellationToken) =>
            InTurnAsync(() => context.QueueBind(queue, exchange, routingKey, arguments, cancellationToken), cancellationToken);

        public Task<QueueDeclareOk> QueueDeclare(
            string queue, bool durable, bool exclusive, bool autoDelete, IDictionary<string, object> arguments, CancellationToken cancellationToken) =>
            InTurnAsync(() => context.QueueDeclare(queue, durable, exclusive, autoDelete, arguments, cancellationToken), cancellationToken);

        public Task<QueueDeclareOk> QueueDeclarePassive(string queue, CancellationToken cancellationToken) =>
            InTurnAsync(() => context.QueueDeclarePassive(queue, cancellationToken), cancellationToken);

        public Task<uint> QueuePurge(string queue, CancellationToken cancellationToken) =>
            InTurnAsync(() => context.QueuePurge(queue, cancellationToken), cancellationToken);

        public Task BasicQos(uint prefetchSize, ushort prefetchCount, bool global, CancellationToken cancellationToken) =>
            InTurnAsync(() => context.BasicQos(prefetchSize, prefetchCount, global, cancellationToken), cancellationToken);

        public async Task<string> BasicConsume(
            string queue,
            bool noAck,
            bool exclusive,
            IDictionary<string, object> arguments,
            IAsyncBasicConsumer consumer,
            string consumerTag,
            CancellationToken cancellationToken)
        {
            this.consumer = consumer;
            var tag = await InTurnAsync(() => context.BasicConsume(queue, noAck, exclusive, arguments, consumer, consumerTag, cancellationToken), cancellationToken);
            endpoint.alarm.Allow(endpoint);
            endpoint.alarm.Consumes(endpoint, true);
            return tag;
        }

        // They come once the endpoint runs, and wait for nothing of the client's.
        public ValueTask BasicAck(ulong deliveryTag, bool multiple, CancellationToken cancellationToken) =>
            context.BasicAck(deliveryTag, multiple, cancellationToken);

        public Task BasicNack(ulong deliveryTag, bool multiple, bool requeue, CancellationToken cancellationToken) =>
            context.BasicNack(deliveryTag, multiple, requeue, cancellationToken);

        public Task BasicCancel(string consumerTag, CancellationToken cancellationToken) => context.BasicCancel(consumerTag, cancellationToken);

        public void NotifyFaulted(Exception exception, Uri inputAddress) => context.NotifyFaulted(exception, inputAddress);

        private async Task<T> InTurnAsync<T>(Func<Task<T>> request, CancellationToken cancellationToken)
        {
            await turn.WaitAsync(cancellationToken);
            try
            {
                return await request();
            }
            catch (OperationInterruptedException refused) when (refused.ShutdownReason is { ReplyCode: Constants.PreconditionFailed } reason)
            {
                endpoint.alarm.Refuse(endpoint, reason.ReplyText);
                throw;
            }
            finally
            {
                turn.Release();
            }
        }

        private Task<bool> InTurnAsync(Func<Task> request, CancellationToken cancellationToken) =>
            InTurnAsync(
                async () =>
                {
                    await request();
                    return true;
                },
                cancellationToken);
    }
}
