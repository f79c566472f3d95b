using Wan.Fixtures.MongoWire;

namespace Wan.Storage.Tests;

public sealed class MongoDbWireSagaRepositoryTests : SagaRepositoryConformance
{
    private readonly MongoWireServer server = new();

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Storage:Provider"] = StorageOptions.MongoDbProvider,
        ["Storage:MongoDb:ConnectionString"] = server.Address,
    };

    protected override async ValueTask DisposeStoreAsync()
    {
        await server.DisposeAsync();
        server.Unknown.ShouldBeEmpty();
        server.Uncovered.ShouldBeEmpty();
    }
}
