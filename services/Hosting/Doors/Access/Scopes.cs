namespace Wan.Hosting.Doors.Access;

/// <summary>What a key may do. None of them holds another: a key that is to cancel and to read has both.</summary>
public static class Scopes
{
    /// <summary>Asks for videos, dry runs too.</summary>
    public const string Create = "create";

    /// <summary>Sees generations, and plays their videos.</summary>
    public const string Read = "read";

    /// <summary>Cancels generations.</summary>
    public const string Cancel = "cancel";

    /// <summary>Sees the generations of every tenant, decides on uncertain ones, keeps the archive in order, and makes and revokes keys.</summary>
    public const string Operate = "operate";

    /// <summary>All that there are.</summary>
    public static IReadOnlyList<string> All { get; } = [Create, Read, Cancel, Operate];

    /// <summary>Those of a key that names none.</summary>
    public static IReadOnlyList<string> Default { get; } = [Create, Read, Cancel];
}
