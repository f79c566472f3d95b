using System.Collections.Concurrent;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Wan.Storage.MongoDb;

/// <summary>
/// The store for several hosts. Uses single-document commands only and waits for a majority at each write, so that any
/// MongoDB-compatible service will do. A collection's name is its owner's, a dot and its own.
/// </summary>
public sealed class MongoDbStore : IDocumentStore
{
    private readonly ConcurrentBag<Func<CancellationToken, Task>> preparations = [];
    private readonly IMongoDatabase database;

    /// <summary>Connects at the first call.</summary>
    /// <exception cref="StorageException">The connection string can't be read.</exception>
    public MongoDbStore(IOptions<StorageOptions> options)
    {
        var (connection, name) = (options.Value.MongoDb.ConnectionString, options.Value.MongoDb.Database);
        try
        {
            // Never disposed: the driver shares connections among clients of the same address, and would close them for all.
            database = new MongoClient(connection).GetDatabase(name);
        }
        catch (Exception exception) when (exception is MongoConfigurationException or ArgumentException or FormatException)
        {
            // Without the inner exception: it may quote the password.
            throw new StorageException(
                "Storage:MongoDb:ConnectionString or Storage:MongoDb:Database can't be used. An address is such as mongodb://user:password@host:27017/?replicaSet=rs0.");
        }
    }

    /// <inheritdoc/>
    public IDocuments<T> Documents<T>(string owner, string name, JsonTypeInfo<T> json) where T : class, IDocument
    {
        // Whatever the connection string says: a replace must not be lost by a new primary, nor a read come from a laggard.
        var settings = new MongoCollectionSettings { WriteConcern = WriteConcern.WMajority, ReadPreference = ReadPreference.Primary };
        var documents = new MongoDbDocuments<T>(database.GetCollection<BsonDocument>($"{owner}.{name}", settings), json);
        preparations.Add(documents.PrepareAsync);
        return documents;
    }

    /// <inheritdoc/>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(preparations.Select(prepare => prepare(cancellationToken)));
        }
        catch (StorageException)
        {
            // The server may start after us.
        }
    }

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellationToken) => MongoDbFault.ToldAsync(
        () => database.GetCollection<BsonDocument>("storage.health", new MongoCollectionSettings { WriteConcern = WriteConcern.WMajority }).UpdateOneAsync(
            new BsonDocument("_id", "check"),
            new BsonDocument("$inc", new BsonDocument("checks", 1L)),
            new UpdateOptions { IsUpsert = true },
            cancellationToken));

    /// <inheritdoc/>
    public async Task<StoreClock?> ReadClockAsync(CancellationToken cancellationToken)
    {
        // https://www.mongodb.com/docs/manual/reference/command/hello/
        var answer = await MongoDbFault.ToldAsync(
            () => database.RunCommandAsync<BsonDocument>(new BsonDocument("hello", 1), ReadPreference.Primary, cancellationToken));
        if (!answer.TryGetValue("localTime", out var time) || !time.IsValidDateTime)
            return null; // A compatible service may leave it out.
        var name = answer.TryGetValue("me", out var me) && me.IsString ? me.AsString : "MongoDB";
        return new StoreClock(name, new DateTimeOffset(time.ToUniversalTime(), TimeSpan.Zero), TimeSpan.FromMilliseconds(1));
    }
}
