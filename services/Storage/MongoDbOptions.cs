namespace Wan.Storage;

/// <summary>The section <c>Storage:MongoDb</c>.</summary>
public sealed class MongoDbOptions
{
    /// <summary>Address of the server or replica set, with its password: from the environment only.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The database.</summary>
    public string Database { get; set; } = "wan";
}
