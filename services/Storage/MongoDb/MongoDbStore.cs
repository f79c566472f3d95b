using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;
using Wan.Storage.Calls;

namespace Wan.Storage.MongoDb;

/// <summary>
/// The store for several hosts. Uses single-document commands only and waits for a majority at each write, so that any
/// MongoDB-compatible service will do. A collection's name is its owner's, a dot and its own.
/// </summary>
internal sealed partial class MongoDbStore : IDocumentStore, IDisposable
{
    // Below the driver's pool of a hundred, so that nothing waits in there.
    private const int Places = 64;

    private readonly ConcurrentBag<MongoDbCollection> collections = [];
    private readonly IOptions<StorageOptions> options;
    private readonly TimeProvider time;
    private readonly ILogger<MongoDbStore> logger;
    private readonly MongoClient client;
    private string? conflict;

    /// <summary>Connects at the first call.</summary>
    /// <exception cref="StorageException">The connection string can't be read.</exception>
    public MongoDbStore(IOptions<StorageOptions> options, TimeProvider time, ILogger<MongoDbStore> logger)
    {
        (this.options, this.time, this.logger) = (options, time, logger);
        Calls = new StoreCalls("mongodb", options.Value);
        var (connection, name) = (options.Value.MongoDb.ConnectionString, options.Value.MongoDb.Database);
        try
        {
            var settings = MongoDbSettings.Of(connection, options.Value.Timeout, new MongoDbMetrics(name).Subscribe);
            Driver = new MongoDbCalls(Math.Min(Places, settings.MaxConnectionPoolSize));
            client = new MongoClient(settings);
            Database = client.GetDatabase(name);
        }
        catch (Exception exception) when (exception is MongoConfigurationException or ArgumentException or FormatException)
        {
            // Without the inner exception: it may quote the password.
            throw new StorageException(
                "Storage:MongoDb:ConnectionString or Storage:MongoDb:Database can't be used. An address is such as mongodb://user:password@host:27017/?replicaSet=rs0.");
        }
    }

    /// <summary>Deadlines, telemetry and readiness of its Calls.</summary>
    public StoreCalls Calls { get; }

    /// <summary>The database.</summary>
    public IMongoDatabase Database { get; }

    /// <summary>The way to it.</summary>
    public MongoDbCalls Driver { get; }

    public IDocuments<T> Documents<T>(Collection<T> collection) where T : class, IDocument
    {
        var stored = new MongoDbCollection(
            Database.GetCollection<BsonDocument>(collection.ToString()), collection.Queries, collection.Retention, Driver);
        collections.Add(stored);
        return new Documents<T>(collection, stored, Calls, new DocumentJson<T>(collection, options.Value, time), logger);
    }

    public async Task<bool> PrepareAsync(CancellationToken cancellationToken)
    {
        var all = true;
        foreach (var collection in collections)
        {
            try
            {
                await collection.PrepareAsync(new CallBounds(CancellationToken.None, cancellationToken));
            }
            catch (StorageUnavailableException)
            {
                return false; // The server may start after us.
            }
            catch (StorageException exception)
            {
                all = false;
                if (conflict != exception.Message)
                    Log.Conflict(logger, exception);
                conflict = exception.Message;
            }
        }

        return all;
    }

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        Calls.Writes.Check();
        if (!collections.TryPeek(out var any))
            return;
        await Calls.ReadAsync("check", "storage", bounds => any.StampAsync("check", bounds), cancellationToken);
    }

    /// <summary>None: MongoDB does so by itself.</summary>
    public Task<int> DeleteExpiredAsync(int limit, CancellationToken cancellationToken) => Task.FromResult(0);

    public async Task<StoreClock?> ReadClockAsync(CancellationToken cancellationToken)
    {
        // https://www.mongodb.com/docs/manual/reference/command/hello/
        var answer = await Calls.ReadAsync(
            "read_clock", "storage",
            bounds => Driver.ReadAsync(
                token => Database.RunCommandAsync<BsonDocument>(new BsonDocument("hello", 1), ReadPreference.Primary, token), bounds),
            cancellationToken);
        if (!answer.TryGetValue("localTime", out var shown) || !shown.IsValidDateTime)
            return null; // A compatible service may leave it out.
        var name = answer.TryGetValue("me", out var me) && me.IsString ? me.AsString : "MongoDB";
        return new StoreClock(name, new DateTimeOffset(shown.ToUniversalTime(), TimeSpan.Zero), TimeSpan.FromMilliseconds(1));
    }

    public void Dispose()
    {
        client.Dispose();
        Driver.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "An index can't be made; it is tried again.")]
        public static partial void Conflict(ILogger logger, Exception exception);
    }
}
