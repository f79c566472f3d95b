using MongoDB.Bson;

namespace Wan.Fixtures.MongoWire;

/// <summary>
/// What retryable writes did, by session: a statement that comes again is told what it did and not done again. One that did nothing leaves no
/// record, as in a real server, whose records are in its oplog.
/// https://github.com/mongodb/specifications/blob/master/source/retryable-writes/retryable-writes.md
/// </summary>
internal sealed class RetryRecords
{
    private readonly Dictionary<BsonValue, Session> sessions = [];

    /// <summary>The statements that this write has done already; null for a write that is not retryable.</summary>
    /// <exception cref="CommandException">A newer write of this session is known.</exception>
    public Dictionary<int, BsonDocument>? Of(WireCommand command)
    {
        if (!command.IsRetryable)
            return null;
        if (command.Body.Contains("autocommit") || command.Body.Contains("startTransaction"))
            throw new NotKnownException("transactions");
        var (id, number) = (command.Body["lsid"]["id"], command.Body["txnNumber"].ToInt64());
        if (!sessions.TryGetValue(id, out var session) || session.Number < number)
            sessions[id] = session = new Session(number, []);
        if (session.Number > number)
        {
            throw new CommandException(
                225,
                "TransactionTooOld",
                $"Retryable write with txnNumber {number} is prohibited on session {id} because a newer retryable write with txnNumber {session.Number} has already started on this session.");
        }

        return session.Statements;
    }

    private sealed record Session(long Number, Dictionary<int, BsonDocument> Statements);
}
