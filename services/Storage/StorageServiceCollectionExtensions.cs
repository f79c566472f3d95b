using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Wan.Storage.Bodies;
using Wan.Storage.Files;
using Wan.Storage.MongoDb;
using Wan.Storage.Sqlite;

namespace Wan.Storage;

/// <summary>Adds the store and the collections on it.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>Adds the store that the section <c>Storage</c> names, its check at start and its health check. May be called more than once.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(service => service.ServiceType == typeof(IDocumentStore)))
            return services;

        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.SectionName), binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddSingleton<IDocumentStore>(provider => provider.GetRequiredService<IOptions<StorageOptions>>().Value.Provider switch
        {
            StorageOptions.MongoDbProvider => (IDocumentStore)ActivatorUtilities.CreateInstance<MongoDbStore>(provider),
            _ => ActivatorUtilities.CreateInstance<SqliteStore>(provider),
        });
        services.AddRequestBodies();
        services.AddFileContents();
        services.TryAddSingleton(TimeProvider.System);
        services.AddHostedService<StorageStart>();
        services.AddHostedService<ExpirySweep>();
        services.AddHealthChecks().AddCheck<StorageHealthCheck>("storage");
        return services;
    }

    /// <summary>Adds one collection as <see cref="IDocuments{T}"/>.</summary>
    public static IServiceCollection AddDocuments<T>(this IServiceCollection services, Collection<T> collection)
        where T : class, IDocument
    {
        services.AddSingleton(provider => provider.GetRequiredService<IDocumentStore>().Documents(collection));
        services.AddSingleton(new CollectionRegistration(typeof(IDocuments<T>)));
        return services;
    }
}
