using Wan.Fixtures.MongoWire;

namespace Wan.Storage.Tests;

/// <summary>Runs everywhere: the genuine driver on a double of the server. <see cref="MongoDbDocumentsTests"/> does the same on a real one.</summary>
public sealed class MongoDbWireDocumentsTests : DocumentsConformance
{
    // It has no plans that more of them would show.
    protected override int Many => 10_000;

    protected override IStoreFixture CreateFixture() => new MongoDbWireStoreFixture();
}
