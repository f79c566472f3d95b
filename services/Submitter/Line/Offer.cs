using Wan.DashScope.Accounts;
using Wan.Submitter.Quotas;

namespace Wan.Submitter.Line;

/// <summary>What an account has to give for a model.</summary>
/// <param name="Account">The account.</param>
/// <param name="Limits">Its limits.</param>
/// <param name="Capacity">How many may start now.</param>
/// <param name="Probing">One that starts tries whether a pause can end.</param>
/// <param name="NextAt">When it may have more to give; null if nothing but a message can change that.</param>
/// <param name="Starts">How many have started there ever.</param>
/// <param name="Slots">The generations that have a slot there.</param>
internal sealed record Offer(
    DashScopeAccount Account, QuotaLimits Limits, int Capacity, bool Probing, DateTimeOffset? NextAt, long Starts, HashSet<string> Slots);
