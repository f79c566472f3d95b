using Microsoft.Extensions.Options;

namespace Wan.Archiver.Stores;

/// <summary>Makes the stores that the configuration names.</summary>
internal static class VideoStores
{
    public static IServiceCollection AddVideoStores(this IServiceCollection services)
    {
        services.AddSingleton(provider => Open(Settings(provider), Settings(provider).MinFreeBytes));
        services.AddSingleton(provider =>
            new CopyTarget(Settings(provider).Copy is { } copy ? Open(copy, Settings(provider).MinFreeBytes) : null));
        services.AddSingleton(provider => new Outbox(Settings(provider) is { Provider: StoreOptions.ObjectStore } options
            ? new FileStore(new LocalDisk(Path.Combine(options.Directory, Outbox.Directory), options.MinFreeBytes))
            : null));
        return services;
    }

    private static ArchiveOptions Settings(IServiceProvider provider) => provider.GetRequiredService<IOptions<ArchiveOptions>>().Value;

    private static IVideoStore Open(StoreOptions options, long minFreeBytes) => options.Provider switch
    {
        StoreOptions.ObjectStore => new S3Store(options.S3, new LocalDisk(options.Directory, minFreeBytes)),
        _ => new FileStore(new LocalDisk(options.Directory, minFreeBytes)),
    };
}
