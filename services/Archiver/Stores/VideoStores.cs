using Microsoft.Extensions.Options;

namespace Wan.Archiver.Stores;

/// <summary>Makes the stores that the configuration names.</summary>
internal static class VideoStores
{
    public static IServiceCollection AddVideoStores(this IServiceCollection services)
    {
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<ArchiveOptions>>().Value;
            return Open(options, options.MinFreeBytes);
        });
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<ArchiveOptions>>().Value;
            return new CopyTarget(options.Copy is { } copy ? Open(copy, options.MinFreeBytes) : null);
        });
        return services;
    }

    private static IVideoStore Open(StoreOptions options, long minFreeBytes) => options.Provider switch
    {
        StoreOptions.ObjectStore => new S3Store(options.S3, new LocalDisk(options.Directory, minFreeBytes)),
        _ => new FileStore(new LocalDisk(options.Directory, minFreeBytes)),
    };
}
