using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Wan.Archiver.Chores;
using Wan.Archiver.Download;
using Wan.Archiver.Quarantine;
using Wan.Archiver.Retention;
using Wan.Archiver.Salvage;
using Wan.Archiver.Stores;
using Wan.Hosting;
using Wan.Hosting.Addresses;
using Wan.Hosting.Clocks;
using Wan.Storage;

namespace Wan.Archiver;

/// <summary>Registers the archiver.</summary>
public static class ArchiverServiceCollectionExtensions
{
    /// <summary>Adds all of the archiver but its consumers. The accounts are the vendor project's, the documents' store the storage project's.</summary>
    public static IServiceCollection AddArchiver(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ArchiverOptions>().Bind(configuration.GetSection(ArchiverOptions.SectionName), binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ArchiverOptions>, ArchiverOptionsValidator>();
        services.AddArchive(configuration);
        services.AddClock(configuration, "archiver");
        services.AddBrokerAlarm();
        services.AddDownloads();
        services.AddChores();
        services.TryAddSingleton<SweepTimes>();
        services.AddSingleton<ArchiverMetrics>();
        services.AddSingleton<ArchiveSignal>();
        services.AddSingleton<DiskRoom>();
        services.AddSingleton<PosterMaker>();
        services.AddSingleton<VideoSalvage>();
        services.AddSingleton<ArchivedRequests>();
        services.AddSingleton<QuarantineStore>();
        services.AddSingleton<VideoFetch>();
        services.AddSingleton<VideoFiles>();
        services.AddSingleton<ArchiveAttempt>();
        services.AddSingleton<ArchiveWork>();
        services.AddSingleton<ArchiveLine>();
        services.AddSingleton<ArchivePause>();
        services.AddHostedService<ArchiveSweep>();
        services.AddHostedService<RoomReporter>();
        services.AddHealthChecks().AddCheck<DiskRoom>("archive_disk").AddCheck<StoreHealthCheck>("archive_store");
        return services;
    }

    /// <summary>Adds what is kept: the documents and the videos.</summary>
    internal static IServiceCollection AddArchive(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ArchiveOptions>().Bind(configuration.GetSection(ArchiveOptions.SectionName), binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ArchiveOptions>, ArchiveOptionsValidator>();
        services.AddStorage(configuration);
        services.AddArchives();
        return services.AddVideoStores();
    }

    /// <summary>Adds the documents alone.</summary>
    internal static void AddArchives(this IServiceCollection services) => services.AddDocuments(new Collection<Archive>("archiver", "archives", ArchiverJson.Default.Archive)
    {
        Queries = DocumentQueries.Due | DocumentQueries.GroupDue | DocumentQueries.Status,
    });

    private static void AddChores(this IServiceCollection services)
    {
        services.AddSingleton(provider => Options.Create(provider.GetRequiredService<IOptions<ArchiveOptions>>().Value.Retention));
        services.AddSingleton<IChore, RetentionChore>();
        services.AddSingleton<IChore, DeletionChore>();
        services.AddSingleton<IChore, DeadlineChore>();
        services.AddSingleton<IChore, CopyChore>();
        services.AddSingleton<ArchiveRevival>();
        services.AddSingleton<IChore, OutboxChore>();
        services.AddSingleton<IChore, PutOffChore>();
        services.AddHostedService<ChoreLoop>();
    }

    private static void AddDownloads(this IServiceCollection services)
    {
        services.TryAddSingleton<NameLookups>();
        services.TryAddSingleton<NameResolver>(provider => provider.GetRequiredService<NameLookups>().FindAsync);
        services.AddSingleton<BandwidthLimit>();
        services.AddSingleton<BridgedDownload>();
        services.AddHttpClient<VideoDownloader>(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(), // Our trace is nothing to them.
                AllowAutoRedirect = false, // Every hop is looked at.
                ConnectCallback = GuardOf(provider).ConnectAsync,
                ConnectTimeout = TimeSpan.FromSeconds(15),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                UseCookies = false,
                UseProxy = false, // A proxy would connect where the guard can't look.
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers(); // They would carry the signed URLs.
    }

    private static AddressGuard GuardOf(IServiceProvider provider) => new(
        provider.GetRequiredService<IOptions<ArchiverOptions>>().Value.AllowedNetworks,
        provider.GetRequiredService<NameResolver>(),
        host => $"The video is at '{host}', which is no public address; {ArchiverOptions.SectionName}:{nameof(ArchiverOptions.AllowedNetworks)} can allow it.");
}
