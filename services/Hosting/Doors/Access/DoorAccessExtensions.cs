using Microsoft.AspNetCore.Builder;

namespace Wan.Hosting.Doors.Access;

/// <summary>Says of a door who may ask at it. One that says nothing is answered to nobody.</summary>
public static class DoorAccessExtensions
{
    /// <summary>Only for those who may do this.</summary>
    /// <param name="doors">One door, or a group of which all need the same.</param>
    /// <param name="scope">One of <see cref="Scopes"/>.</param>
    public static TBuilder Needs<TBuilder>(this TBuilder doors, string scope) where TBuilder : IEndpointConventionBuilder =>
        doors.RequireAuthorization(scope).WithMetadata(new DoorAccess(scope));

    /// <summary>Only for those who may do both.</summary>
    /// <param name="doors">One door, or a group of which all need the same.</param>
    /// <param name="scope">One of <see cref="Scopes"/>.</param>
    /// <param name="also">Another.</param>
    public static TBuilder Needs<TBuilder>(this TBuilder doors, string scope, string also) where TBuilder : IEndpointConventionBuilder =>
        doors.RequireAuthorization(scope, also).WithMetadata(new DoorAccess(scope) { Also = also });

    /// <summary>For everybody: it says nothing of any tenant, or asks for a secret of its own.</summary>
    public static TBuilder IsOpen<TBuilder>(this TBuilder doors) where TBuilder : IEndpointConventionBuilder =>
        doors.WithMetadata(new DoorAccess(Scope: null));

    /// <summary>It is about the generation whose id is this part of the route: to those who may not see it, there is none.</summary>
    public static TBuilder OfGeneration<TBuilder>(this TBuilder doors, string parameter = "id") where TBuilder : IEndpointConventionBuilder =>
        doors.WithMetadata(new GenerationDoor(parameter));
}
