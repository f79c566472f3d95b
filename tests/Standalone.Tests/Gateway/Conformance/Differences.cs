namespace Wan.Standalone.Tests.Gateway.Conformance;

/// <summary>Where the gateway answers otherwise than the vendor, and why.</summary>
/// <param name="Guide">Words of <c>docs/gateway.md</c> that say so.</param>
/// <param name="Exchanges">On which requests.</param>
/// <param name="Vendor">What only the vendor answers, as <see cref="AnswerShape"/> has it.</param>
/// <param name="Gateway">What only the gateway answers.</param>
internal sealed record Difference(string Guide, string[] Exchanges, string[] Vendor, string[] Gateway)
{
    /// <inheritdoc/>
    public override string ToString() => Guide;
}

internal static class Differences
{
    public static IReadOnlyList<Difference> All { get; } = [];
}
