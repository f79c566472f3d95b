namespace Wan.Hosting.Doors.Access;

/// <summary>Metadata of a door: who may ask at it.</summary>
/// <param name="Scope">What they need, of <see cref="Scopes"/>; null if it is open to everybody.</param>
public sealed record DoorAccess(string? Scope)
{
    /// <summary>What they need beside; null for nothing.</summary>
    public string? Also { get; init; }
}

/// <summary>Metadata of a door that is about one generation: only those may ask who may see it.</summary>
/// <param name="Parameter">The part of the route that is the generation's id.</param>
public sealed record GenerationDoor(string Parameter);
