using Wan.Fixtures;

namespace Wan.Intake.Tests;

[CollectionDefinition("rabbitmq")]
public sealed class SharedRabbitMq : ICollectionFixture<RabbitMqBroker>;
