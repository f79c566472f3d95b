namespace Wan.Storage;

/// <summary>The section <c>Storage</c>: which store, and where.</summary>
public sealed class StorageOptions
{
    /// <summary>The section's name.</summary>
    public const string SectionName = "Storage";

    /// <summary>The provider that needs nothing but a folder.</summary>
    public const string SqliteProvider = "sqlite";

    /// <summary>The provider for several hosts.</summary>
    public const string MongoDbProvider = "mongodb";

    /// <summary><c>sqlite</c> or <c>mongodb</c>.</summary>
    public string Provider { get; set; } = SqliteProvider;

    /// <summary>Folder of the SQLite files, on a local disk; made if it isn't there.</summary>
    public string Directory { get; set; } = "data";

    /// <summary>
    /// How long a write waits for the lock of a SQLite file that another process holds before it fails and says who that is. A lock is held for
    /// milliseconds, unless its process is stopped. Three quarters of <see cref="Timeout"/> at most: a longer one is cut to that.
    /// </summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a storage call may take in all, its waiting and further tries included, before it ends with a
    /// <see cref="StorageUnavailableException"/>; 1 second to 1 minute.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// How long finished submissions and watches are kept; <see cref="TimeSpan.Zero"/> = for ever. Counted from their last write, by the setting at that
    /// time: 30 days after the vendor has forgotten a task.
    /// </summary>
    public TimeSpan KeepFinishedFor { get; set; } = TimeSpan.FromDays(31);

    /// <summary>As <see cref="KeepFinishedFor"/>, of finished generations.</summary>
    public TimeSpan KeepGenerationsFor { get; set; } = TimeSpan.FromDays(365);

    /// <summary>As <see cref="KeepFinishedFor"/>, of what tenants used: <c>GET /v1/usage</c> knows no more of days before.</summary>
    public TimeSpan KeepUsageFor { get; set; } = TimeSpan.FromDays(400);

    /// <summary>Where MongoDB is, if it is the provider.</summary>
    public MongoDbOptions MongoDb { get; set; } = new();
}
