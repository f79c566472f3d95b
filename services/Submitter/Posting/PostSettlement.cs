using Microsoft.Extensions.Options;
using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.Submitter.Quotas;

namespace Wan.Submitter.Posting;

/// <summary>What a POST's outcome means for the others: its slot, the pauses of its model and of its account.</summary>
internal sealed partial class PostSettlement(
    SharedDocuments shared, DashScopeAccounts accounts, IOptions<SubmitterOptions> options, TimeProvider time, ILogger<PostSettlement> logger)
{
    /// <summary>It is not sent: its slot is free again.</summary>
    public async Task ReleaseAsync(Submission submission, Reservation reservation)
    {
        await shared.Quota(reservation.Account, submission.Model).ChangeAsync(document =>
            QuotaRules.Release(document, submission.Id, reservation.AttemptId, time.GetUtcNow()));

        // A POST that was to try a paused account and was, for instance, one too many in a second has not found out anything.
        var state = shared.State(reservation.Account);
        if (state.Latest?.PausedFor is not null)
            await state.ChangeAsync(document => document.EndProbe(reservation.SendAt, time.GetUtcNow()));
    }

    /// <summary>It was answered, or not.</summary>
    /// <param name="saved">The submission as it is now.</param>
    /// <param name="reservation">Its turn.</param>
    /// <param name="outcome">What became of it.</param>
    public async Task SettleAsync(Submission saved, Reservation reservation, SubmitOutcome outcome)
    {
        await SettleAccountAsync(reservation, outcome);
        await SettleQuotaAsync(saved, reservation, outcome);
    }

    // What is wrong with the account stops it for every model; an answer to the request itself shows that it works.
    private async Task SettleAccountAsync(Reservation reservation, SubmitOutcome outcome)
    {
        var account = accounts[reservation.Account];
        var state = shared.State(account.Name);
        if (!PauseRules.Concerns(outcome, account) && state.Latest is null or { PausedFor: null, MissedSince: null })
            return;

        var reason = await state.ChangeAsync(document =>
        {
            var pauses = document.Pauses;
            var changed = PauseRules.SettleAccount(document, account, outcome, reservation.SendAt, options.Value, time.GetUtcNow());
            return (changed, document.Pauses > pauses ? document.PausedFor : null);
        });
        if (reason is not null)
            Log.Paused(logger, account.Name, reason);
    }

    private async Task SettleQuotaAsync(Submission saved, Reservation reservation, SubmitOutcome outcome)
    {
        var quota = shared.Quota(reservation.Account, saved.Model);
        var keeps = saved.HoldsSlot && (saved.Task?.Account ?? saved.Attempt!.Account) == reservation.Account;
        var blocks = PostRules.Blocks(outcome);
        var recovers = outcome is SubmitOutcome.Accepted && quota.Latest?.Setbacks > 0;
        var late = saved.Task?.AttemptId == reservation.AttemptId && saved.Attempt!.Id != reservation.AttemptId;
        if (keeps && !blocks && !recovers && !late && quota.Latest?.PausedFor is null)
            return; // The usual case: the slot was taken before the POST, and stays.

        var (first, most) = (options.Value.ShortestBlock, options.Value.LongestBlock);
        var reason = await quota.ChangeAsync(document =>
        {
            var now = time.GetUtcNow();
            var pauses = document.Pauses;
            if (blocks && outcome is SubmitOutcome.Throttled)
                document.Throttles++;
            var changed = PauseRules.SettleModel(document, outcome, reservation.SendAt, options.Value, now)
                | (blocks && QuotaRules.Block(document, first, most, PostRules.StartsSlowly(outcome), now))
                | (recovers && QuotaRules.Recover(document))
                | (keeps
                    ? QuotaRules.Occupy(document, saved.Id, reservation.AttemptId, now)
                    : QuotaRules.Release(document, saved.Id, reservation.AttemptId, now));
            return (changed, document.Pauses > pauses ? document.PausedFor : null);
        });
        if (reason is not null)
            Log.ModelPaused(logger, saved.Model, reservation.Account, reason);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Model {Model} is paused on account {Account}: {Reason}")]
        public static partial void ModelPaused(ILogger logger, string model, string account, string reason);

        [LoggerMessage(2, LogLevel.Warning, "Account {Account} is paused: {Reason}")]
        public static partial void Paused(ILogger logger, string account, string reason);
    }
}
