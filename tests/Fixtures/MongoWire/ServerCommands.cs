using MongoDB.Bson;

namespace Wan.Fixtures.MongoWire;

/// <summary>Commands that the double knows. https://www.mongodb.com/docs/manual/reference/command/</summary>
internal sealed class ServerCommands
{
    private readonly Dictionary<string, Func<WireCommand, BsonDocument>> known;

    public ServerCommands(ServerData data)
    {
        var reads = new ReadCommands(data);
        var writes = new WriteCommands(data);
        var indexes = new IndexCommands(data);
        known = new()
        {
            ["ping"] = command => Ok(command),
            ["buildInfo"] = command => Ok(command).Add("version", "8.0.13").Add("versionArray", new BsonArray { 8, 0, 13, 0 }),
            ["endSessions"] = command => Ok(command),
            ["killSessions"] = command => Ok(command),
            ["refreshSessions"] = command => Ok(command),
            ["find"] = reads.Find,
            ["getMore"] = reads.GetMore,
            ["killCursors"] = reads.KillCursors,
            ["aggregate"] = reads.Aggregate,
            ["count"] = reads.Count,
            ["insert"] = writes.Insert,
            ["update"] = writes.Update,
            ["delete"] = writes.Delete,
            ["findAndModify"] = writes.FindAndModify,
            ["createIndexes"] = indexes.Create,
            ["listIndexes"] = indexes.List,
            ["dropIndexes"] = indexes.Drop,
            ["drop"] = indexes.DropCollection,
            ["dropDatabase"] = indexes.DropDatabase,
        };
    }

    public BsonDocument Run(WireCommand command) =>
        known.TryGetValue(command.Name, out var run) ? run(command) : throw new NotKnownException($"the command {command.Name}");

    private static BsonDocument Ok(WireCommand command)
    {
        command.Knows();
        return new BsonDocument("ok", 1.0);
    }
}
