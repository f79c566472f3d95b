namespace Wan.Storage.Tests;

public sealed class SqliteDocumentsTests : DocumentsConformance
{
    protected override IStoreFixture CreateFixture() => new SqliteStoreFixture();
}
