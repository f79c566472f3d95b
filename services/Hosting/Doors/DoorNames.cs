using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Tracing;

namespace Wan.Hosting.Doors;

/// <summary>In whose manner doors are asked, as the traces say it (<see cref="WanAttributes.Door"/>).</summary>
public static class DoorNames
{
    private const string Own = "http";

    /// <summary>Names the manner of these doors, where it is not our own.</summary>
    public static TBuilder ComesBy<TBuilder>(this TBuilder doors, string name) where TBuilder : IEndpointConventionBuilder => doors.WithMetadata(new DoorName(name));

    // On the request's span at once, so that what is refused says so too.
    internal static Task NoteAsync(HttpContext context, RequestDelegate next)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if ((metadata?.GetMetadata<DoorName>()?.Name ?? (metadata?.GetMetadata<DoorAccess>() is { Scope: not null } ? Own : null)) is { } name)
            WanTrace.Span?.SetTag(WanAttributes.Door, name);
        return next(context);
    }
}

/// <summary>Metadata of a door: in whose manner it is asked.</summary>
/// <param name="Name">A word.</param>
internal sealed record DoorName(string Name);
