using Microsoft.Extensions.Options;
using Wan.DashScope.Accounts;
using Wan.Storage;
using Wan.Submitter.Posting;
using Wan.Submitter.Quotas;
using Wan.Submitter.Uploads;

namespace Wan.Submitter.Line;

/// <summary>Gives claimed generations their slots, and sends each on its way.</summary>
internal sealed class Starts(
    IDocuments<Submission> submissions, SharedDocuments shared, MissedStarts missed, Posts posts, UploadSignal uploads, PostTimes times, IOptions<SubmitterOptions> options, TimeProvider time)
{
    /// <summary>Starts as many as there are slots for; the others go back to where they stood in the line. What was to begin earlier leaves it.</summary>
    public async Task StartAsync(IReadOnlyList<Submission> claimed, List<Offer> offers)
    {
        var rest = (await missed.WithdrawAsync(claimed)).ToList();
        var begins = time.GetUtcNow();
        foreach (var offer in DispatchRules.InOrder(offers))
        {
            var wanted = DispatchRules.Wanted(offer, rest, begins);
            if (wanted.Count == 0 || (offer.Probing && !await TakeProbeAsync(offer.Account)))
                continue;

            var model = wanted[0].Model;
            var reservations = await shared.Quota(offer.Account.Name, model).ChangeAsync(quota =>
            {
                var now = time.GetUtcNow();
                var granted = PauseRules.Reserve(quota, offer.Limits, wanted, now + times.Lease, times.LongestHold, now);
                return (granted.Count > 0, granted);
            });
            if (offer.Probing && reservations.Count == 0)
                await shared.State(offer.Account.Name).ChangeAsync(state => state.EndProbe(time.GetUtcNow(), time.GetUtcNow()));
            foreach (var reservation in reservations)
            {
                var submission = wanted.Single(submission => submission.Id == reservation.GenerationId);
                rest.Remove(submission);
                posts.Begin(submission, reservation);
            }
        }

        var open = offers.Where(offer => offer.Capacity > 0).Select(offer => offer.Account).ToList();
        foreach (var submission in rest)
        {
            if (open.Count > 0 && !open.Exists(account => submission.MayRunOn(account, begins)))
                submission.PrepareAgain(open[0].Name, begins + (submission.Files!.Setbacks == 0 ? TimeSpan.Zero : UploadRules.Wait(submission.Files, lackedPlace: false, options.Value.Uploads)));
            else
                submission.ReturnToLine(); // Other replicas were faster.
            if (await submissions.ReplaceAsync(submission) && submission.Files is { IsReady: false })
                uploads.Raise();
        }
    }

    private Task<bool> TakeProbeAsync(DashScopeAccount account)
    {
        var now = time.GetUtcNow();
        var until = now + times.Lease;
        return shared.State(account.Name).ChangeAsync(state =>
        {
            var taken = state.TakeProbe(now, until, times.LongestHold);
            return (taken, taken || state.PausedFor is null);
        });
    }
}
