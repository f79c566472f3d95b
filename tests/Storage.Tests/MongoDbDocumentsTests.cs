namespace Wan.Storage.Tests;

/// <summary>Runs where <c>WAN_TEST_MONGODB</c> is an address of a MongoDB, or Docker answers. Skipped elsewhere.</summary>
[Collection(nameof(MongoDbServer))]
public sealed class MongoDbDocumentsTests(MongoDbServer server) : DocumentsConformance
{
    protected override IStoreFixture CreateFixture() => new MongoDbStoreFixture(server.Address);
}
