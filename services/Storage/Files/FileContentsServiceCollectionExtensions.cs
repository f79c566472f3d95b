using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wan.Storage.MongoDb;
using Wan.Storage.Sqlite;

namespace Wan.Storage.Files;

/// <summary>Adds what requesters gave as files, where the documents are.</summary>
internal static class FileContentsServiceCollectionExtensions
{
    public static IServiceCollection AddFileContents(this IServiceCollection services) => services.AddSingleton<IFileContents>(provider =>
        provider.GetRequiredService<IDocumentStore>() switch
        {
            MongoDbStore store => new MongoDbFileContents(store),
            SqliteStore => new FolderFileContents(provider.GetRequiredService<IOptions<StorageOptions>>()),
            var store => throw new InvalidOperationException($"{store.GetType().Name} keeps no files."),
        });
}
