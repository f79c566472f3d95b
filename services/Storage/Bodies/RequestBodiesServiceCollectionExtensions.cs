using Microsoft.Extensions.DependencyInjection;
using Wan.Storage.MongoDb;

namespace Wan.Storage.Bodies;

/// <summary>Adds the bodies of requests, where the documents are.</summary>
internal static class RequestBodiesServiceCollectionExtensions
{
    public static IServiceCollection AddRequestBodies(this IServiceCollection services) => services.AddSingleton<IRequestBodies>(provider =>
        provider.GetRequiredService<IDocumentStore>() is MongoDbStore store
            ? new MongoDbRequestBodies(store)
            : ActivatorUtilities.CreateInstance<SqliteRequestBodies>(provider));
}
