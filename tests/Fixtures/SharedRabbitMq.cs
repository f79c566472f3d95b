namespace Wan.Fixtures;

/// <summary>
/// The broker that an assembly's tests share, with a virtual host for each. A collection is known in its own assembly only, so that each compiles this file.
/// </summary>
[Xunit.CollectionDefinition("rabbitmq")]
public sealed class SharedRabbitMq : Xunit.ICollectionFixture<RabbitMqBroker>;
