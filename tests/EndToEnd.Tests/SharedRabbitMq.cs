using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

[CollectionDefinition("rabbitmq")]
public sealed class SharedRabbitMq : ICollectionFixture<RabbitMqBroker>;
