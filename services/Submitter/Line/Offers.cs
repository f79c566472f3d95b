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
            var quota = await shared.Quota(account.Name, model).ReadAsync();
            var state = await shared.State(account.Name).ReadAsync();
            offers.Add(DispatchRules.Offer(account, QuotaLimits.Of(account, options.Value), quota, state, closed, times.LongestHold, now));
        }

        return offers;
    }
}
