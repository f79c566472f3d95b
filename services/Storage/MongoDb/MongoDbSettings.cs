using System.Reflection;
using System.Text.RegularExpressions;
using MongoDB.Driver;
using MongoDB.Driver.Core.Configuration;

namespace Wan.Storage.MongoDb;

/// <summary>How the driver is used, whatever the address says: what the laws of the store need is nobody's to choose.</summary>
internal static partial class MongoDbSettings
{
    /// <summary>The settings.</summary>
    /// <param name="address">The connection string.</param>
    /// <param name="timeout">How long a storage call may take.</param>
    /// <param name="configure">Told of the driver's events. Makes the pool this store's own.</param>
    public static MongoClientSettings Of(string address, TimeSpan timeout, Action<ClusterBuilder> configure)
    {
        var settings = MongoClientSettings.FromConnectionString(DriversTimeout.Replace(address, "").TrimEnd('?', '&'));
        settings.ApplicationName = Assembly.GetEntryAssembly()?.GetName().Name;
        settings.ClusterConfigurator = configure;

        // Time for a look after an answer that did not come, and for a second try.
        settings.SocketTimeout = timeout * 3 / 8;
        settings.ConnectTimeout = Shorter(TimeSpan.FromSeconds(5), timeout / 2);
        settings.ServerSelectionTimeout = Shorter(TimeSpan.FromSeconds(5), timeout * 5 / 8);
        settings.WaitQueueTimeout = timeout / 2;

        // The store tries again itself, after a look at what became of the first try, and on servers too that know no retryable writes.
        settings.RetryWrites = false;
        settings.RetryReads = false;

        // A replace must not be lost by a new primary, nor a read come from a laggard or show what may be rolled back.
        settings.WriteConcern = WriteConcern.WMajority.With(wTimeout: timeout / 4);
        settings.ReadConcern = ReadConcern.Majority;
        settings.ReadPreference = ReadPreference.Primary;
        return settings;
    }

    // Where it is set the driver leaves out those above, and a server that says nothing is waited for without an end.
    [GeneratedRegex("(?<=[?&])timeoutMS=[^&]*(&|$)", RegexOptions.IgnoreCase)]
    private static partial Regex DriversTimeout { get; }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
