using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wan.Storage.MongoDb;
using Wan.Storage.Sqlite;

namespace Wan.Storage.Bodies;

/// <summary>Adds the bodies of requests, where the documents are.</summary>
internal static class RequestBodiesServiceCollectionExtensions
{
    public static IServiceCollection AddRequestBodies(this IServiceCollection services) => services.AddSingleton<IRequestBodies>(provider =>
        provider.GetRequiredService<IDocumentStore>() switch
        {
            MongoDbStore store => new MongoDbRequestBodies(store),
            SqliteStore store => new SqliteRequestBodies(store, provider.GetRequiredService<IOptions<StorageOptions>>()),
            var store => throw new InvalidOperationException($"{store.GetType().Name} keeps no request bodies."),
        });
}
