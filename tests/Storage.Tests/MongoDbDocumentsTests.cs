namespace Wan.Storage.Tests;

/// <summary>Runs where <c>WAN_TEST_MONGODB</c> is an address of a MongoDB, or Docker answers. Compiled only with the build switch <c>MongoDb</c>.</summary>
[Collection(nameof(MongoDbServer))]
public sealed class MongoDbDocumentsTests(MongoDbServer server) : DocumentsConformance
{
    protected override IStoreFixture CreateFixture() => new MongoDbStoreFixture(server.Address);
}
