namespace Wan.Archiver.Stores;

/// <summary>
/// Where proven videos wait on this machine while the object store can't take them: they are paid for, and their URLs die.
/// </summary>
/// <param name="Store">Null if the store is a directory on this machine itself.</param>
internal sealed record Outbox(IVideoStore? Store)
{
    /// <summary>Name of its directory.</summary>
    public const string Directory = "outbox";

    /// <summary>Takes a video with its record away.</summary>
    public static async Task RemoveAsync(IVideoStore store, string key, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(key, cancellationToken);
        await store.DeleteAsync(RecordKey.Of(key), cancellationToken);
    }
}
