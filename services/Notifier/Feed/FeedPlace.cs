using Wan.Storage;

namespace Wan.Notifier.Feed;

/// <summary>Up to when all that has changed was read, and is in deliveries. One document for all replicas: each reads for itself, since what is found twice is stored once.</summary>
internal sealed class FeedPlace : IDocument
{
    /// <summary>The id of the one that there is.</summary>
    public const string TheOne = "generations";

    public string Id { get; init; } = TheOne;

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; set; }

    /// <summary>All generations that were last changed up to then were read. It never goes back.</summary>
    public required DateTimeOffset Until { get; set; }

    /// <summary>
    /// All changes up to then were read, also of those that have changed since: who reads much that was missed moves <see cref="Until"/> on in between, and this at the end. Null of an older release: the same.
    /// </summary>
    public DateTimeOffset? ToldUntil { get; set; }
}
