using Wan.Fixtures;

namespace Wan.Archiver.Tests;

[CollectionDefinition("rabbitmq")]
public sealed class SharedRabbitMq : ICollectionFixture<RabbitMqBroker>;
