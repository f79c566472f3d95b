using MongoDB.Driver;

namespace Wan.Storage.MongoDb;

/// <summary>Turns what the driver throws into a sentence that says what to do. https://www.mongodb.com/docs/manual/reference/error-codes/</summary>
internal static class MongoDbFault
{
    private const int Unauthorized = 13;
    private const int AuthenticationFailed = 18;
    private const int TooLarge = 10334;

    // The same keys with other options, and the same name with other keys.
    private static readonly int[] IndexConflicts = [85, 86];

    // Told before anything was done; a step down in the midst of a write has other codes.
    private static readonly int[] NotPrimary = [10107, 13435, 13436];

    /// <summary>What it means.</summary>
    /// <param name="exception">What the driver threw.</param>
    /// <param name="mayStore">Whether it threw it at a write.</param>
    public static StorageException From(Exception exception, bool mayStore)
    {
        var code = CodeOf(exception);
        return exception switch
        {
            MongoAuthenticationException => Away(
                "MongoDB refuses the user or its password: check Storage:MongoDb:ConnectionString, and its authSource.", false),
            _ when code == AuthenticationFailed => Away(
                "MongoDB refuses the user or its password: check Storage:MongoDb:ConnectionString, and its authSource.", false),
            _ when code == Unauthorized => Away("MongoDB's user may not do this: give it the role readWrite on the database.", false),
            _ when code is { } conflict && IndexConflicts.Contains(conflict) => new StorageException(
                $"MongoDB has another index of the same name or keys: drop it, and it is made anew within seconds. ({exception.Message})", exception),
            _ when IsTooLarge(exception, code) => new StorageException("A document is too large for MongoDB, which takes 16 MB.", exception),
            _ when code is { } refused && NotPrimary.Contains(refused) => Away(
                "MongoDB has no primary at the moment: it is choosing one, or too few of its servers are up.", false, isOfAMoment: true),
            MongoWaitQueueFullException or MongoConnectionPoolPausedException => Away("MongoDB can't be reached at the moment.", false, isOfAMoment: true),
            TimeoutException => Away(
                "MongoDB can't be reached, or has no primary: check that it runs, that the address is right and that most of its servers are up.", false),
            MongoWriteConcernException or MongoWriteException { WriteConcernError: not null } => Away(
                "MongoDB did not confirm a write in time: too few of its servers are up, or they lag behind.", mayStore),
            MongoConnectionException or MongoNotPrimaryException or MongoNodeIsRecoveringException or MongoExecutionTimeoutException => Away(
                $"MongoDB gave no answer: its server or the network is slow or gone. ({exception.GetType().Name})", mayStore, isOfAMoment: true),
            _ => Away($"MongoDB does not answer as it should. ({exception.GetType().Name}: {exception.Message})", mayStore, isOfAMoment: true),
        };

        StorageUnavailableException Away(string message, bool mayHaveBeenStored, bool isOfAMoment = false) =>
            new(message, mayHaveBeenStored, exception) { IsOfAMoment = isOfAMoment };
    }

    /// <summary>An id or a unique key is taken.</summary>
    public static bool IsDuplicate(Exception exception) => exception is MongoWriteException { WriteError.Category: ServerErrorCategory.DuplicateKey };

    /// <summary>It is the id, not the unique key. The index of ids has the same name everywhere.</summary>
    public static bool IsOfId(Exception exception) => exception.Message.Contains("index: _id_", StringComparison.Ordinal);

    private static int? CodeOf(Exception exception) => exception switch
    {
        MongoCommandException command => command.Code,
        MongoWriteException { WriteError: { } error } => error.Code,
        _ => null,
    };

    // The driver looks at the size itself before it sends, and throws what it throws at any wrong BSON.
    private static bool IsTooLarge(Exception exception, int? code) =>
        code == TooLarge || (exception is FormatException or MongoException && exception.Message.Contains("MaxDocumentSize", StringComparison.Ordinal));
}
