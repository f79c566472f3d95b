using Microsoft.Extensions.Options;
using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.Storage;
using Wan.Submitter.Quotas;
using Wan.Submitter.Uploads;

namespace Wan.Submitter.Posting;

/// <summary>The time in which a POST may leave: its intent is saved before, and runs out with it.</summary>
internal sealed class PostTurn(
    IDocuments<Submission> submissions, SharedDocuments shared, PostTimes times, IOptions<SubmitterOptions> options, TimeProvider time)
{
    /// <summary>Saves the intent.</summary>
    /// <returns>Until when it may leave; null if it was withdrawn, or taken by somebody else since it was claimed, or its turn comes too late for it: without an intent there is no POST.</returns>
    public async Task<SendWindow?> BeginAsync(Submission submission, Reservation reservation, DashScopeAccount account)
    {
        if (Open(submission, reservation.SendAt) is not { } window)
            return null;
        submission.Begin(reservation, window.NotAfter, window.NotAfter + times.OnTheWire, UploadRules.MarkOf(account));
        return await submissions.ReplaceAsync(submission) ? window : null;
    }

    /// <summary>Waits until it may be sent.</summary>
    /// <returns>Until when it may leave; null if it must not be sent: somebody has taken its sender for dead meanwhile, or its turn comes too late for it.</returns>
    public async Task<SendWindow?> WaitAsync(Submission submission, DateTimeOffset sendAt, string account, QuotaLimits limits, SendWindow window)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            if (sendAt > now)
                await Task.Delay(sendAt - now, time);

            // Whoever missed its turn would go out together with the next one.
            now = time.GetUtcNow();
            if (now - sendAt <= options.Value.SpacingMargin / 2)
                return window;
            sendAt = await shared.Quota(account, submission.Model).ChangeAsync(document => (true, QuotaRules.TakeTicket(document, limits, time.GetUtcNow())));
            if (window.NotAfter - sendAt >= options.Value.PostWindow / 2)
                continue;

            // The intent must be renewed before it runs out: from then on others may believe that nothing was sent, or that all was.
            if (Open(submission, sendAt) is not { } renewed)
                return null;
            window = renewed;
            submission.Renew(window.NotAfter, window.NotAfter + times.OnTheWire);
            if (!await submissions.ReplaceAsync(submission))
                return null;
        }
    }

    private SendWindow? Open(Submission submission, DateTimeOffset sendAt)
    {
        var now = time.GetUtcNow();
        var notAfter = PostRules.NotAfter(submission, sendAt, options.Value);
        return submission.StartBy is not null && notAfter < (sendAt > now ? sendAt : now) ? null : new SendWindow(notAfter, time);
    }
}
