namespace Wan.Storage;

/// <summary>The section <c>Storage:MongoDb</c>.</summary>
public sealed class MongoDbOptions
{
    /// <summary>Address of the server or replica set, with its password: from the environment or a file of <c>WAN_SECRETS</c>. <c>tls=true</c> in it encrypts the way there.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The database.</summary>
    public string Database { get; set; } = "wan";
}
