using Testcontainers.MongoDb;
using Wan.Fixtures;

namespace Wan.Storage.Tests;

/// <summary>The MongoDB of these tests: the one at <c>WAN_TEST_MONGODB</c>, else a container.</summary>
[CollectionDefinition(nameof(MongoDbServer))]
public sealed class MongoDbServer : IAsyncLifetime, ICollectionFixture<MongoDbServer>
{
    private MongoDbContainer? container;

    /// <summary>Its address.</summary>
    /// <exception cref="SkipException">There is none.</exception>
    public string Address
    {
        get
        {
            Skip.If(field is null, DockerEngine.Missing + " Name a MongoDB with WAN_TEST_MONGODB, or start Docker.");
            return field;
        }

        private set;
    }

    public async Task InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("WAN_TEST_MONGODB") is { Length: > 0 } address)
        {
            Address = address;
            return;
        }

        if (!DockerEngine.Answers)
            return;
        container = new MongoDbBuilder("mongo:8.0.13").Build();
        await container.StartAsync();
        Address = container.GetConnectionString();
    }

    public Task DisposeAsync() => container?.DisposeAsync().AsTask() ?? Task.CompletedTask;
}
