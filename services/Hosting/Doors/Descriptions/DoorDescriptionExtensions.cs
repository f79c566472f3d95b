using Microsoft.AspNetCore.Builder;

namespace Wan.Hosting.Doors.Descriptions;

/// <summary>Describes doors.</summary>
public static class DoorDescriptionExtensions
{
    /// <summary>Adds what the description of the API says of a door, which takes the parameters that stand there, and no others.</summary>
    public static TBuilder Describes<TBuilder>(this TBuilder door, DoorDescription description) where TBuilder : IEndpointConventionBuilder =>
        door.WithMetadata(description).Takes([.. description.Query.Select(parameter => parameter.Name)]);

    /// <summary>It is no part of the API: its own page says what it is, and it may change at any time.</summary>
    public static TBuilder IsNotDescribed<TBuilder>(this TBuilder door) where TBuilder : IEndpointConventionBuilder => door.WithMetadata(new NotDescribed());
}

/// <summary>Metadata of a door that is no part of the API.</summary>
public sealed record NotDescribed;
