namespace Wan.Archiver.Stores;

/// <summary>The second place that videos are copied to.</summary>
/// <param name="Store">Null if none is configured.</param>
internal sealed record CopyTarget(IVideoStore? Store);
