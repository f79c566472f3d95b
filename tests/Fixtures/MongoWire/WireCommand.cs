using MongoDB.Bson;

namespace Wan.Fixtures.MongoWire;

/// <summary>A command as it came.</summary>
/// <param name="Body">Its document; the documents of further sections are arrays in it.</param>
/// <param name="RequestId">The message's number.</param>
/// <param name="IsLegacy">Came as OP_QUERY.</param>
/// <param name="WantsNoAnswer">The flag moreToCome.</param>
/// <param name="AllowsExhaust">The flag exhaustAllowed.</param>
internal sealed record WireCommand(BsonDocument Body, int RequestId, bool IsLegacy, bool WantsNoAnswer, bool AllowsExhaust)
{
    // What any command may carry. https://www.mongodb.com/docs/manual/reference/command/
    private static readonly HashSet<string> Generic =
        ["$db", "lsid", "txnNumber", "$clusterTime", "$readPreference", "readConcern", "writeConcern", "maxTimeMS", "comment"];

    private static readonly HashSet<string> Hellos = new(["hello", "ismaster"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> AnyServers = ["ping", "buildInfo", "endSessions", "killSessions", "refreshSessions", "killCursors"];

    private static readonly HashSet<string> Writes = ["insert", "update", "delete", "findAndModify", "createIndexes", "dropIndexes", "drop", "dropDatabase"];

    public string Name { get; } = Body.GetElement(0).Name;

    public string Database { get; } = Body.GetValue("$db", "admin").AsString;

    /// <summary>Null for a command that has none.</summary>
    public string? Collection { get; } =
        Body.GetElement(0).Value is BsonString collection ? collection.Value : Body.TryGetValue("collection", out var named) && named.IsString ? named.AsString : null;

    public bool IsHello => Hellos.Contains(Name);

    public bool IsWrite => Writes.Contains(Name);

    /// <summary>A secondary refuses it: a write, or a read whose preference is the primary.</summary>
    public bool NeedsPrimary => !IsHello && !AnyServers.Contains(Name);

    public bool IsRetryable => Body.Contains("txnNumber");

    /// <summary>How long it may take; null for as long as it likes.</summary>
    public TimeSpan? MaxTime => Body.TryGetValue("maxTimeMS", out var milliseconds) && milliseconds.ToInt64() > 0
        ? TimeSpan.FromMilliseconds(milliseconds.ToInt64())
        : null;

    /// <summary>Makes sure that it has no option but these and those that every command has.</summary>
    /// <exception cref="NotKnownException">It has one.</exception>
    public void Knows(params ReadOnlySpan<string> options)
    {
        foreach (var name in Body.Names.Skip(1))
        {
            if (!Generic.Contains(name) && !options.Contains(name))
                throw new NotKnownException($"the option {name}");
        }
    }

    public override string ToString() => Collection is null ? Name : $"{Name} {Collection}";
}
