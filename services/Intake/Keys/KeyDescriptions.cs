using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Descriptions;

namespace Wan.Intake.Keys;

/// <summary>What the description of the API says of the keys' doors.</summary>
internal static class KeyDescriptions
{
    private const string Id = "The key's id, which is no secret.";

    private static readonly DoorRefusal NotFound = new(404, "There is no such key.", "key.not_found");

    private static readonly Dictionary<string, string> Example = new() { ["of a tenant"] = """{"name": "render farm", "tenant": "acme", "scopes": ["create", "read", "cancel"], "expires_in": 7776000}""" };

    public static DoorDescription Add { get; } = new("createKey", DoorGroups.Keys, "Makes a key")
    {
        Detail = "From the first key on, every request needs one.",
        Body = new(typeof(NewKey), "Whose it is, and what it may do.") { Examples = Example },
        Answers = [new(201, "The key, which is shown this once.", typeof(KeyView)) { Headers = [new("Cache-Control", "`no-store`.")] }],
        Refusals =
        [
            new(400, "The body is not as documented.", "body.wrong_type"),
            new(409, "The tenant has a key with this name.", "key.name_taken"),
            new(413, "The body has more than 4,096 bytes.", "body.too_large"),
            new(415, "The body is not plain JSON in UTF-8.", "header.content_type", "header.content_encoding"),
            new(422, "A member breaks a rule.", "key.name", "key.tenant", "key.scopes", "key.expires_in"),
            new(503, "`Auth:SigningKey` is not set, and there is no folder to keep one in."),
        ],
    };

    public static DoorDescription List { get; } = new("listKeys", DoorGroups.Keys, "Lists keys, newest first")
    {
        Query =
        [
            new("tenant", "Only those of this tenant."), new("limit", "Most keys of the page, 1 to 200; 50 by itself.", "integer") { Least = 1, Most = 200 },
            new("cursor", "The `next` of the page before."),
        ],
        Answers = [new(200, "A page.", typeof(KeyPageView))],
        Refusals = [new(400, "A parameter is not as documented.", "query.limit", "query.cursor")],
    };

    public static DoorDescription Find { get; } = new("getKey", DoorGroups.Keys, "Shows a key, but for its secret")
    {
        IdMeaning = Id, Answers = [new(200, "It.", typeof(KeyView))], Refusals = [NotFound],
    };

    public static DoorDescription Revoke { get; } = new("revokeKey", DoorGroups.Keys, "Revokes a key")
    {
        IdMeaning = Id, Answers = [new(204, "It lets nobody in any more.")], Refusals = [NotFound],
    };
}
