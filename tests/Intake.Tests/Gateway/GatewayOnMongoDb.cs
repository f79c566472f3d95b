using Wan.Fixtures.MongoWire;

namespace Wan.Intake.Tests.Gateway;

/// <summary>Intake on a store that can be away.</summary>
internal static class GatewayOnMongoDb
{
    public static IntakeApplication Start(MongoWireServer server, string timeout = "00:00:01") => new(
        record: true, ("Storage:Provider", "mongodb"), ("Storage:MongoDb:ConnectionString", server.Address), ("Storage:Timeout", timeout),
        ("Auth:SigningKey", Convert.ToBase64String(new byte[32])));
}
