using MassTransit;
using Wan.Contracts;
using Wan.Intake.Doors;

namespace Wan.Intake;

/// <summary>Takes plain JSON as well as MassTransit's envelope, and any nonsense.</summary>
internal sealed class GenerateVideoConsumerDefinition : ConsumerDefinition<GenerateVideoConsumer>
{
    // Each may be of many megabytes, and is held several times while it is read.
    private const int AtOnce = 8;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<GenerateVideoConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.PrefetchCount = AtOnce;
        endpointConfigurator.AddDeserializer(new ReceivedCommandDeserializer(ReceivedCommandDeserializer.Plain), isDefault: true);
        endpointConfigurator.AddDeserializer(new ReceivedCommandDeserializer(ReceivedCommandDeserializer.Envelope));
        endpointConfigurator.ConfigureConsumeTopology = false; // The consumer takes bare bytes; what it is bound to stands here.
        if (endpointConfigurator is IRabbitMqReceiveEndpointConfigurator queue)
            queue.Bind<GenerateVideo>();
        else if (endpointConfigurator is IInMemoryReceiveEndpointConfigurator memory)
            memory.Bind<GenerateVideo>();
    }
}
