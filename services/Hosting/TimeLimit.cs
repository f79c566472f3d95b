using MassTransit;
using MassTransit.Configuration;

namespace Wan.Hosting;

/// <summary>
/// Bounds what waits for the bus. A publish can wait for ever in MassTransit 8: one that comes after the connection was lost while an
/// exchange was declared is put behind that declaration, which has ended already.
/// </summary>
public static class TimeLimit
{
    /// <summary>How long a try to handle a message, or publishing one outside of a handler, may take; it takes milliseconds.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    private const int Tries = 3;

    /// <summary>
    /// Publishes it, again if that takes long: the broker may have come back meanwhile, and a message that comes twice changes nothing. Whoever
    /// stops waiting does not stop the publish: MassTransit would take a cancellation that comes while it declares an exchange for a failure of
    /// the channel, which others publish on as well.
    /// </summary>
    /// <param name="bus">Where to.</param>
    /// <param name="message">Under its own type.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the waiting; the message may arrive all the same.</param>
    /// <exception cref="TimeoutException">The broker has not confirmed it within <see cref="Length"/>. It may arrive all the same.</exception>
    public static async Task PublishInTimeAsync(
        this IPublishEndpoint bus, object message, TimeProvider time, CancellationToken cancellationToken = default)
    {
        for (var left = Tries - 1; ; left--)
        {
            try
            {
                await bus.Publish(message, message.GetType(), CancellationToken.None).WaitAsync(Length / Tries, time, cancellationToken);
                return;
            }
            catch (TimeoutException) when (left > 0)
            {
                // Again.
            }
        }
    }

    /// <summary>
    /// Ends each try to handle a message after <see cref="Length"/>, so that it is tried again instead of keeping its place among those that are
    /// handled. Stands within the retry and around what publishes.
    /// </summary>
    internal static void UseTimeLimit(this IReceiveEndpointConfigurator endpoint, TimeProvider time) => _ = new Observer(endpoint, time);

    private sealed class Observer : ConfigurationObserver, IMessageConfigurationObserver
    {
        private readonly TimeProvider time;

        public Observer(IReceiveEndpointConfigurator endpoint, TimeProvider time)
            : base(endpoint)
        {
            this.time = time;
            Connect(this);
        }

        public void MessageConfigured<T>(IConsumePipeConfigurator configurator)
            where T : class => configurator.AddPipeSpecification(new FilterPipeSpecification<ConsumeContext<T>>(new Filter<T>(time)));
    }

    private sealed class Filter<T>(TimeProvider time) : IFilter<ConsumeContext<T>>
        where T : class
    {
        public Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
        {
            var handling = next.Send(context);
            return handling.IsCompletedSuccessfully ? handling : handling.WaitAsync(Length, time);
        }

        public void Probe(ProbeContext context) => context.CreateFilterScope("timeLimit").Add("length", Length);
    }
}
