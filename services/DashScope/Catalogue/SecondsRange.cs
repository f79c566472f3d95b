namespace Wan.DashScope.Catalogue;

/// <summary>From how many to how many seconds.</summary>
public sealed record SecondsRange
{
    /// <summary>Seconds at least.</summary>
    public required decimal Min { get; init; }

    /// <summary>Seconds at most.</summary>
    public required decimal Max { get; init; }
}
