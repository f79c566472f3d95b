using Wan.Fixtures;

namespace Wan.Hosting.Tests;

[CollectionDefinition("rabbitmq")]
public sealed class SharedRabbitMq : ICollectionFixture<RabbitMqBroker>;
