using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

/// <summary>A third of the tests that need a broker: each of them waits for a third of its time, so that three at once keep two cores busy.</summary>
[CollectionDefinition("rabbitmq 1")]
public sealed class SharedRabbitMq1 : ICollectionFixture<RabbitMqBroker>;

/// <summary>Another third, of about the same length.</summary>
[CollectionDefinition("rabbitmq 2")]
public sealed class SharedRabbitMq2 : ICollectionFixture<RabbitMqBroker>;

/// <summary>The last third, of about the same length.</summary>
[CollectionDefinition("rabbitmq 3")]
public sealed class SharedRabbitMq3 : ICollectionFixture<RabbitMqBroker>;
