namespace Wan.Archiver.Stores;

/// <summary>Makes the store that the configuration names.</summary>
internal static class VideoStores
{
    public static IVideoStore Open(ArchiveOptions options) => new FileStore(options.Directory, options.MinFreeBytes);
}
