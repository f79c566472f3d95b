using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
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

        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddSingleton<IDocumentStore>(provider => provider.GetRequiredService<IOptions<StorageOptions>>().Value.Provider switch
        {
            StorageOptions.MongoDbProvider => (IDocumentStore)ActivatorUtilities.CreateInstance<MongoDbStore>(provider),
            _ => ActivatorUtilities.CreateInstance<SqliteStore>(provider),
        });
        services.AddHostedService<StorageStart>();
        services.AddHealthChecks().AddCheck<StorageHealthCheck>("storage");
        return services;
    }

    /// <summary>Adds one collection as <see cref="IDocuments{T}"/>.</summary>
    /// <param name="services">The process.</param>
    /// <param name="owner">The service that owns the documents, such as <c>submitter</c>.</param>
    /// <param name="name">The collection's name, such as <c>submissions</c>.</param>
    /// <param name="json">How a document is written as JSON.</param>
    /// <exception cref="ArgumentException">A name is not made of lower-case letters, digits and underscores.</exception>
    public static IServiceCollection AddDocuments<T>(this IServiceCollection services, string owner, string name, JsonTypeInfo<T> json)
        where T : class, IDocument
    {
        CollectionName.Check(owner);
        CollectionName.Check(name);
        services.AddSingleton(provider => provider.GetRequiredService<IDocumentStore>().Documents(owner, name, json));
        services.AddSingleton(new CollectionRegistration(typeof(IDocuments<T>)));
        return services;
    }
}
