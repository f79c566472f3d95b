using Microsoft.Extensions.Options;
using Wan.Submitter.Posting;
using Wan.Submitter.Quotas;

namespace Wan.Submitter.Line;

/// <summary>Reads what the accounts have to give.</summary>
internal sealed class Offers(SharedDocuments shared, ArchiveRooms rooms, PostTimes times, IOptions<SubmitterOptions> options)
{
    /// <summary>What each has for a model.</summary>
    public async Task<List<Offer>> ReadAsync(string model, DateTimeOffset now)
    {
        var offers = new List<Offer>();
        var closed = await rooms.ReadAsync() is not null;
        foreach (var account in shared.AccountsFor(model))
        {
            var limits = QuotaLimits.Of(account, options.Value);
            var quota = await shared.Quota(account.Name, model).ReadAsync();
            var state = await shared.State(account.Name).ReadAsync();
            var probing = state.PausedFor is not null || quota.PausedFor is not null;
            DateTimeOffset? pausedUntil = state.IsHeld(now, times.LongestHold) || quota.IsHeld(now, times.LongestHold)
                ? Later(state.PausedUntil ?? now, quota.PausedUntil ?? now)
                : null;
            var capacity = closed || pausedUntil is not null ? 0 : QuotaRules.Capacity(quota, limits, now);
            offers.Add(new Offer(
                account,
                limits,
                probing ? Math.Min(1, capacity) : capacity,
                probing,
                closed ? null : pausedUntil ?? QuotaRules.NextCapacityAt(quota, limits, now),
                quota.Starts,
                [.. quota.Slots.Keys]));
        }

        return offers;
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
