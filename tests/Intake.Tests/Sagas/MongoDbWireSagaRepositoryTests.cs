using Wan.Fixtures.MongoWire;
using Wan.Storage;

namespace Wan.Intake.Tests.Sagas;

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
