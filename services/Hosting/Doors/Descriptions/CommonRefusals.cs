using Microsoft.AspNetCore.Http;
using Wan.Hosting.Doors.Access;

namespace Wan.Hosting.Doors.Descriptions;

/// <summary>The refusals that doors have in common, by what else is known of them.</summary>
internal static class CommonRefusals
{
    private static readonly DoorRefusal Query = new(400, "The address has a parameter that there is not, or one twice.", "query.unknown", "query.repeated");
    private static readonly DoorRefusal Unknown = new(401, "Who asks is not known.", "auth.missing", "auth.unknown", "auth.expired", "auth.revoked");
    private static readonly DoorRefusal Scope = new(403, "The key has not the scope that this needs.", "auth.scope");
    private static readonly DoorRefusal Origin = new(403, "A web page asks that is not one of `Doors:Origins`.");
    private static readonly DoorRefusal Host = new(421, "The `Host` is not a name of this service: one of `Doors:Hosts`.");
    private static readonly DoorRefusal NotFound = new(404, "There is no such generation, or it is not for whoever asks.", "generation.not_found");
    private static readonly DoorRefusal Store = new(503, "The store is away. `Retry-After` says when to ask again, `detail` whether anything may have been stored.");

    /// <summary>Those of one door.</summary>
    public static IEnumerable<DoorRefusal> Of(EndpointMetadataCollection door)
    {
        if (door.GetMetadata<QueryNames>()?.Names is not null)
            yield return Query;
        yield return Origin;
        yield return Host;
        if (door.GetMetadata<DoorAccess>() is not { Scope: not null })
            yield break;
        yield return Unknown;
        yield return Scope;
        yield return Store;
        if (door.GetMetadata<GenerationDoor>() is not null)
            yield return NotFound;
    }
}
