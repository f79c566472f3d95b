using Microsoft.Extensions.Options;
using Wan.Storage.Sqlite;

namespace Wan.Storage.Tests;

internal sealed class SqliteStoreFixture : IStoreFixture
{
    private readonly List<SqliteStore> stores = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("wan-storage-").FullName;

    public IDocumentStore Open()
    {
        var store = new SqliteStore(Options.Create(new StorageOptions { Directory = Folder }));
        lock (stores)
            stores.Add(store);
        return store;
    }

    public ValueTask DisposeAsync()
    {
        foreach (var store in stores)
            store.Dispose();
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
