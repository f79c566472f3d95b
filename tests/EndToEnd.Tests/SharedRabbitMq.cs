using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

/// <summary>Half of the tests that need a broker: two at once keep two cores busy.</summary>
[CollectionDefinition("rabbitmq 1")]
public sealed class SharedRabbitMq1 : ICollectionFixture<RabbitMqBroker>;

/// <summary>The other half, of about the same length.</summary>
[CollectionDefinition("rabbitmq 2")]
public sealed class SharedRabbitMq2 : ICollectionFixture<RabbitMqBroker>;
