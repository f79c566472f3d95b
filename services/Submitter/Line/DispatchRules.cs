using Wan.DashScope.Accounts;
using Wan.Storage;
using Wan.Submitter.Quotas;

namespace Wan.Submitter.Line;

/// <summary>
/// Who goes next, and on which account. Pure: documents, settings and a clock in, a decision out. <see cref="DispatchRound"/>, <see cref="WaitingLine"/> and
/// <see cref="Starts"/> read and write what it decides upon; <c>./wan plan</c> decides by it too.
/// </summary>
internal static class DispatchRules
{
    /// <summary>The rank of one more generation in its model's line.</summary>
    /// <param name="line">The line; changed.</param>
    /// <param name="priority">As <see cref="Priorities"/> counts.</param>
    /// <param name="tenant">Whose.</param>
    /// <param name="options">The tenants' shares.</param>
    /// <param name="virtualTime">The highest tag that has started in this priority.</param>
    public static long Place(LineState line, int priority, string tenant, SubmitterOptions options, long virtualTime)
    {
        FairTags.Forget(line, priority, virtualTime);
        return Priorities.Rank(priority, FairTags.Next(line, priority, tenant, options.Weights.GetValueOrDefault(tenant, 1), virtualTime));
    }

    /// <summary>What an account has to give for a model.</summary>
    /// <param name="account">The account.</param>
    /// <param name="limits">Its limits.</param>
    /// <param name="quota">What it may still do with the model.</param>
    /// <param name="state">What holds for all its models.</param>
    /// <param name="closed">Whether nothing new is submitted at all.</param>
    /// <param name="longestHold">As in <see cref="Pausable.IsHeld"/>.</param>
    /// <param name="now">The clock.</param>
    public static Offer Offer(
        DashScopeAccount account, QuotaLimits limits, Quota quota, AccountState state, bool closed, TimeSpan longestHold, DateTimeOffset now)
    {
        var probing = state.PausedFor is not null || quota.PausedFor is not null;
        DateTimeOffset? pausedUntil = state.IsHeld(now, longestHold) || quota.IsHeld(now, longestHold)
            ? Later(state.PausedUntil ?? now, quota.PausedUntil ?? now)
            : null;
        var capacity = closed || pausedUntil is not null ? 0 : QuotaRules.Capacity(quota, limits, now);
        return new Offer(
            account,
            limits,
            probing ? Math.Min(1, capacity) : capacity,
            probing,
            closed ? null : pausedUntil ?? QuotaRules.NextCapacityAt(quota, limits, now),
            quota.Starts,
            [.. quota.Slots.Keys]);
    }

    /// <summary>How many may be claimed from the head of the line now; 0 or less for none.</summary>
    /// <param name="offers">What the accounts have to give.</param>
    /// <param name="posts">How many POSTs this process may begin.</param>
    public static int Capacity(IEnumerable<Offer> offers, int posts) => Math.Min(posts, offers.Sum(offer => offer.Capacity));

    /// <summary>When to look again where nothing may be claimed now, if nothing wakes us before.</summary>
    public static TimeSpan Wait(IEnumerable<Offer> offers, TimeSpan tick, DateTimeOffset now) =>
        offers.Select(offer => offer.NextAt - now).OfType<TimeSpan>().Append(tick).Min();

    /// <summary>Whether those who have waited too long go first: every other start is open to them.</summary>
    /// <param name="starts">How many have started ever, on all accounts.</param>
    /// <param name="limit">How many are claimed.</param>
    public static bool AgedFirst(long starts, int limit) => starts % 2 == 1 || limit > 1;

    /// <summary>Those whose turn it is.</summary>
    public static DueClaim Next(string model, int limit, SubmitterOptions options, DateTimeOffset now) => new()
    {
        Now = now, Lease = options.ClaimLease, Limit = limit, Group = Submission.WaitingFor(model), Order = ClaimOrder.LowestRank,
    };

    /// <summary>Those who have waited too long: half of what is claimed.</summary>
    public static DueClaim Aged(string model, int limit, SubmitterOptions options, DateTimeOffset now)
    {
        // In the line a document has been due since it came in, so that what was due at the bound has waited for it.
        var bound = options.AgeingBound;
        return Next(model, (limit + 1) / 2, options, now - bound) with { Lease = bound + options.ClaimLease, Order = ClaimOrder.OldestDue };
    }

    /// <summary>Which account is filled first: the one that has most to give, and a paused one last.</summary>
    public static IEnumerable<Offer> InOrder(IEnumerable<Offer> offers) => offers.OrderBy(offer => offer.Probing).ThenByDescending(offer => offer.Capacity);

    /// <summary>Which of those that were claimed, and have no account yet, an account is asked to take.</summary>
    /// <param name="offer">The account.</param>
    /// <param name="rest">The claimed ones, the first first.</param>
    /// <param name="now">The clock.</param>
    public static List<Submission> Wanted(Offer offer, IReadOnlyCollection<Submission> rest, DateTimeOffset now) =>
        // A slot that a dead process took for one of these is used first.
        [.. rest.Where(submission => submission.MayRunOn(offer.Account, now)).OrderByDescending(submission => offer.Slots.Contains(submission.Id))
            .Take(offer.Probing ? offer.Capacity : Math.Max(offer.Capacity, rest.Count(submission => offer.Slots.Contains(submission.Id))))];

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
