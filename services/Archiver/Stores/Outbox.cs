namespace Wan.Archiver.Stores;

/// <summary>
/// Where proven videos wait on this machine while the object store can't take them: they are paid for, and their URLs die.
/// </summary>
/// <param name="Store">Null if the store is a directory on this machine itself.</param>
internal sealed record Outbox(IVideoStore? Store)
{
    /// <summary>Name of its directory.</summary>
    public const string Directory = "outbox";
}
