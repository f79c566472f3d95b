using Wan.DashScope.Accounts;
using Wan.Submitter.Quotas;

namespace Wan.Submitter.Line;

/// <summary>An account that may run a model, and what it has for it.</summary>
/// <param name="Account">The account.</param>
/// <param name="Limits">Its limits.</param>
/// <param name="State">What holds for all its models.</param>
/// <param name="Quota">What it may still do with this one.</param>
internal sealed record AccountSupply(DashScopeAccount Account, QuotaLimits Limits, AccountState State, Quota Quota)
{
    /// <summary>Slots that nobody has.</summary>
    public int Free => Math.Max(0, Limits.Slots - Quota.Slots.Count);

    /// <summary>What stands in its way; null for nothing.</summary>
    public string? Obstacle => Obstacles.Of(State) ?? Obstacles.Of(Quota);
}
