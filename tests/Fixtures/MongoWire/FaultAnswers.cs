using MongoDB.Bson;

namespace Wan.Fixtures.MongoWire;

/// <summary>What a server in trouble says. https://github.com/mongodb/specifications/blob/master/source/retryable-writes/retryable-writes.md</summary>
internal static class FaultAnswers
{
    /// <summary>Nothing was done.</summary>
    public static BsonDocument Refusal(FaultKind kind, WireCommand command, BsonDocument topologyVersion)
    {
        var exception = kind switch
        {
            FaultKind.InterruptedAtShutdown => new CommandException(11600, "InterruptedAtShutdown", "interrupted at shutdown"),
            FaultKind.Interrupted => new CommandException(11602, "InterruptedDueToReplStateChange", "operation was interrupted"),
            _ when command.IsWrite => new CommandException(10107, "NotWritablePrimary", "not primary"),
            _ => new CommandException(13435, "NotPrimaryNoSecondaryOk", "not primary and secondaryOk=false"),
        };
        var answer = exception.Answer();
        answer.Add("topologyVersion", topologyVersion);
        return Labelled(answer, command);
    }

    /// <summary>It was done here, and the majority has not confirmed it.</summary>
    public static void AddWriteConcernError(FaultKind kind, WireCommand command, BsonDocument answer, MongoWireServer server)
    {
        if (answer["ok"] != 1)
            return;
        if (kind == FaultKind.WriteConcernTimeout)
        {
            answer["writeConcernError"] = new BsonDocument
            {
                { "code", 64 },
                { "codeName", "WriteConcernTimeout" },
                { "errmsg", "waiting for replication timed out" },
                { "errInfo", new BsonDocument { { "wtimeout", true }, { "writeConcern", command.Body.GetValue("writeConcern", new BsonDocument("w", "majority")) } } },
            };
            return;
        }

        answer["writeConcernError"] = new BsonDocument
        {
            { "code", 11602 },
            { "codeName", "InterruptedDueToReplStateChange" },
            { "errmsg", "operation was interrupted" },
            { "errInfo", new BsonDocument("writeConcern", command.Body.GetValue("writeConcern", new BsonDocument("w", "majority"))) },
        };
        answer["topologyVersion"] = server.StepDown();
        Labelled(answer, command);
    }

    private static BsonDocument Labelled(BsonDocument answer, WireCommand command)
    {
        if (command.IsRetryable)
            answer["errorLabels"] = new BsonArray { "RetryableWriteError" };
        return answer;
    }
}
