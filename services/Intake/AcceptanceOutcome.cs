using Wan.Intake.Limits;

namespace Wan.Intake;

/// <summary>What became of a request at the door.</summary>
internal abstract record AcceptanceOutcome(Generation Generation)
{
    /// <summary>A new generation.</summary>
    public sealed record Accepted(Generation Generation) : AcceptanceOutcome(Generation);

    /// <summary>The same request was here before, under the same id.</summary>
    public sealed record Repeated(Generation Generation) : AcceptanceOutcome(Generation);

    /// <summary>A limit of the tenant's is in its way; nothing was stored, and its id stays free.</summary>
    public sealed record Limited(Generation Generation, IReadOnlyList<LimitBreach> Breaches) : AcceptanceOutcome(Generation);

    /// <summary>Another request was here before under this id.</summary>
    public sealed record Conflicting(Generation Generation) : AcceptanceOutcome(Generation);
}
