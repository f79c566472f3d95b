namespace Wan.Fixtures;

/// <content>Left out with Testcontainers; then there is only the private process.</content>
public sealed partial class RabbitMqBroker
{
    static partial void ConsiderContainer(ref BrokerHost? host) => host = ContainerBroker.IsPossible() ? new ContainerBroker() : null;
}
