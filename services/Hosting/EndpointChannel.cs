using MassTransit;
using MassTransit.Middleware;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;

namespace Wan.Hosting;

/// <summary>
/// The channel of a receive endpoint while it starts: the exchanges of all messages are declared on it, so that whatever a service may publish has
/// its exchange before the first message, and one request at a time goes out. MassTransit sends them all at once, and RabbitMQ.Client 7.2 never
/// ends those that wait for their turn when the connection breaks meanwhile (its issue 1976): such an endpoint waited for ever, unseen.
/// </summary>
internal sealed class EndpointChannel : IFilter<ChannelContext>
{
    /// <inheritdoc/>
    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        using var turn = new SemaphoreSlim(1, 1);
        var inTurn = new InTurn(context, turn);
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

        await next.Send(inTurn);
    }

    /// <inheritdoc/>
    public void Probe(ProbeContext context) => context.CreateFilterScope("endpointChannel");

    /// <summary>Its requests wait here instead of in the client; a broken channel fails each of them in turn.</summary>
    private sealed class InTurn(ChannelContext context, SemaphoreSlim turn) : ScopePipeContext(context), ChannelContext
    {
        public IChannel Channel => context.Channel;

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

        public Task<string> BasicConsume(
            string queue,
            bool noAck,
            bool exclusive,
            IDictionary<string, object> arguments,
            IAsyncBasicConsumer consumer,
            string consumerTag,
            CancellationToken cancellationToken) =>
            InTurnAsync(() => context.BasicConsume(queue, noAck, exclusive, arguments, consumer, consumerTag, cancellationToken), cancellationToken);

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
