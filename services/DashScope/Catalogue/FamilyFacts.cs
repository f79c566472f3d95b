namespace Wan.DashScope.Catalogue;

/// <summary>How sure the rules of a family are, for people. Sentences without a full stop.</summary>
public sealed record FamilyFacts
{
    /// <summary>Where most of them were read, and when.</summary>
    public required string Certain { get; init; }

    /// <summary>What the vendor's pages contradict each other about or don't say, and what is done about it; null: nothing.</summary>
    public IReadOnlyList<string>? Doubted { get; init; }
}
