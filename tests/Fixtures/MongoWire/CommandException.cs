using MongoDB.Bson;

namespace Wan.Fixtures.MongoWire;

/// <summary>A command, or one statement of it, that a real server would refuse too.</summary>
internal class CommandException(int code, string codeName, string message, BsonDocument? details = null) : Exception(message)
{
    /// <summary>As the answer to a command.</summary>
    public BsonDocument Answer()
    {
        var answer = new BsonDocument { { "ok", 0.0 }, { "errmsg", Message }, { "code", code }, { "codeName", codeName } };
        if (details is not null)
            answer.AddRange(details);
        return answer;
    }

    /// <summary>As one of an answer's write errors.</summary>
    public BsonDocument WriteError(int index)
    {
        var error = new BsonDocument { { "index", index }, { "code", code } };
        if (details is not null)
            error.AddRange(details);
        return error.Add("errmsg", Message);
    }
}

/// <summary>Something that a real server may know and the double does not.</summary>
internal sealed class NotKnownException(string what) : CommandException(238, "NotImplemented", $"The double does not know {what}.");
