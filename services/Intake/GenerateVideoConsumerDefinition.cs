using MassTransit;
using Wan.Contracts;

namespace Wan.Intake;

/// <summary>Takes plain JSON as well as MassTransit's envelope.</summary>
internal sealed class GenerateVideoConsumerDefinition : ConsumerDefinition<GenerateVideoConsumer>
{
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<GenerateVideoConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.UseRawJsonDeserializer(RawSerializerOptions.All, isDefault: true);
        endpointConfigurator.ConfigureConsumeTopology = false; // The consumer takes bare JSON; what it is bound to stands here.
        if (endpointConfigurator is IRabbitMqReceiveEndpointConfigurator queue)
            queue.Bind<GenerateVideo>();
        else if (endpointConfigurator is IInMemoryReceiveEndpointConfigurator memory)
            memory.Bind<GenerateVideo>();
    }
}
