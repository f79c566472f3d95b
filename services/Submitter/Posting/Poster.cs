using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.Hosting;
using Wan.Hosting.Tracing;
using Wan.Storage;
using Wan.Submitter.Quotas;
using Wan.Submitter.Repairs;

namespace Wan.Submitter.Posting;

/// <summary>
/// Sends one POST: the body read and the intent saved first, then its turn, then the wire, then the answer saved, then told. Whatever breaks this off leaves
/// a document that says how far it came.
/// </summary>
internal sealed partial class Poster(
    IDocuments<Submission> submissions,
    SubmissionBodies bodies,
    SharedDocuments shared,
    DashScopeAccounts accounts,
    DashScopeClient client,
    IBus bus,
    Strays strays,
    MistakenNames names,
    SubmitterMetrics metrics,
    IOptions<SubmitterOptions> options,
    IOptions<DashScopeClientOptions> clientOptions,
    TimeProvider time,
    ILogger<Poster> logger)
{
    private static readonly TimeSpan FirstSavePause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestSavePause = TimeSpan.FromSeconds(10);

    private readonly ByteBudget budget = new(options.Value.MaxBytesInFlight);

    /// <summary>How long a POST may be under way at the longest, from its turn to its answer; whoever tries a paused account has so long.</summary>
    public TimeSpan Lease => options.Value.PostWindow + OnTheWire;

    // From the moment it left.
    private TimeSpan OnTheWire => clientOptions.Value.SubmitTimeout + options.Value.PostGrace;

    /// <summary>Sends it. There is no cancellation: a POST that is cut off may be paid all the same.</summary>
    public async Task PostAsync(Submission submission, Reservation reservation)
    {
        using var step = WanTrace.Begin(WanSpans.Submit, submission);
        step.Span?.SetTag(WanAttributes.GenerationId, submission.Id).SetTag(WanAttributes.Account, reservation.Account).SetTag(WanAttributes.Model, submission.Model);
        Checkpoint.Reached("submitter.reserved", submission.Id);
        var account = accounts[reservation.Account];
        var quota = shared.Quota(account.Name, submission.Model);
        using var room = await budget.TakeAsync(submission.Length, Timeout.InfiniteTimeSpan, time);
        var (body, refusal) = await bodies.ReadAsync(submission);
        if (body.IsEmpty)
        {
            await ForgoAsync(submission, reservation, quota, refusal);
            return;
        }

        var window = Open(submission, reservation.SendAt);
        submission.Begin(reservation, window.NotAfter, window.NotAfter + OnTheWire);
        if (!await submissions.ReplaceAsync(submission))
        {
            // Withdrawn, or taken by somebody else since it was claimed: without an intent there is no POST.
            await ReleaseAsync(submission, reservation, quota);
            return;
        }

        Checkpoint.Reached("submitter.intended", submission.Id);
        var open = await WaitForTurnAsync(submission, reservation, quota, QuotaLimits.Of(account, options.Value), window);
        Checkpoint.Reached("submitter.turn", submission.Id);
        var outcome = open is null ? new SubmitOutcome.Late() : await client.SubmitAsync(account, submission.Model, body, open, CancellationToken.None);
        Checkpoint.Reached("submitter.answered", submission.Id);
        metrics.Posted(account.Name, submission.Model, outcome);
        Log.Posted(logger, submission.Id, reservation.AttemptId, PostRules.Word(outcome));
        if (outcome is SubmitOutcome.Late)
            Log.Late(logger, submission.Id, reservation.AttemptId, time.GetUtcNow() - reservation.SendAt);

        Describe(step.Span, submission, outcome);

        var saved = await SaveAsync(submission, reservation, outcome);
        Checkpoint.Reached("submitter.saved", submission.Id);
        await SettleAccountAsync(account.Name, reservation, outcome);
        await SettleQuotaAsync(saved, reservation, quota, outcome);
        await bus.PublishAnswerAsync(saved, time);
        Checkpoint.Reached("submitter.told", submission.Id);
        if (outcome is SubmitOutcome.Accepted)
            await strays.KnownAsync(saved, reservation.AttemptId);
    }

    private static void Describe(Activity? span, Submission submission, SubmitOutcome outcome)
    {
        span?.SetTag(WanAttributes.Attempts, submission.AttemptCount).SetTag(WanAttributes.Outcome, PostRules.Word(outcome));
        if (outcome is SubmitOutcome.Accepted accepted)
            span?.SetTag(WanAttributes.TaskId, accepted.TaskId);
        else
            span.Fail(PostRules.Word(outcome));
    }

    // Without a body there is no POST: it is refused, or comes again when the claim on its place in the line ends.
    private async Task ForgoAsync(Submission submission, Reservation reservation, SharedDocument<Quota> quota, GenerationError? refusal)
    {
        var refused = false;
        if (refusal is not null)
        {
            submission.Finish(SubmissionState.Refused, refusal);
            refused = await submissions.ReplaceAsync(submission);
        }

        await ReleaseAsync(submission, reservation, quota);
        if (refused)
            await bus.PublishAnswerAsync(submission, time);
    }

    private async Task ReleaseAsync(Submission submission, Reservation reservation, SharedDocument<Quota> quota)
    {
        await quota.ChangeAsync(document => QuotaRules.Release(document, submission.Id, reservation.AttemptId, time.GetUtcNow()));
        await EndProbeAsync(shared.State(reservation.Account), reservation);
    }

    private SendWindow Open(Submission submission, DateTimeOffset sendAt) =>
        new(sendAt + PostRules.Window(submission.Length, options.Value), time);

    /// <summary>Waits until it may be sent.</summary>
    /// <returns>Until when it may leave; null if somebody has taken its sender for dead meanwhile, so that it must not be sent.</returns>
    private async Task<SendWindow?> WaitForTurnAsync(
        Submission submission, Reservation reservation, SharedDocument<Quota> quota, QuotaLimits limits, SendWindow window)
    {
        var sendAt = reservation.SendAt;
        while (true)
        {
            var now = time.GetUtcNow();
            if (sendAt > now)
                await Task.Delay(sendAt - now, time);

            // Whoever missed its turn would go out together with the next one.
            now = time.GetUtcNow();
            if (now - sendAt <= options.Value.SpacingMargin / 2)
                return window;
            sendAt = await quota.ChangeAsync(document => (true, QuotaRules.TakeTicket(document, limits, time.GetUtcNow())));
            if (window.NotAfter - sendAt >= options.Value.PostWindow / 2)
                continue;

            // The intent must be renewed before it runs out: from then on others may believe that nothing was sent, or that all was.
            window = Open(submission, sendAt);
            submission.Renew(window.NotAfter, window.NotAfter + OnTheWire);
            if (!await submissions.ReplaceAsync(submission))
                return null;
        }
    }

    // Nobody else has the answer, and it may be worth a video: it is kept and tried for as long as this process lives. The submission may have moved on meanwhile.
    private async Task<Submission> SaveAsync(Submission submission, Reservation reservation, SubmitOutcome outcome)
    {
        var taskId = (outcome as SubmitOutcome.Accepted)?.TaskId;
        for (var failures = 0; ; failures++)
        {
            try
            {
                // What a failed attempt has changed may not be stored: from then on only what the store has is changed.
                var saved = failures == 0 ? await submissions.ChangeAsync(submission, Apply) : await submissions.ChangeAsync(submission.Id, Apply);
                return saved ?? submission;
            }
            catch (Exception exception)
            {
                Log.SaveFailed(logger, exception, submission.Id, taskId ?? PostRules.Word(outcome));
                await Task.Delay(Backoff.Wait(failures, FirstSavePause, LongestSavePause), time);
                if (taskId is not null)
                    await TakeBackAsync(submission.Id, taskId);
            }
        }

        bool Apply(Submission submission) =>
            PostRules.Apply(submission, reservation.AttemptId, reservation.Account, outcome, options.Value, time.GetUtcNow());
    }

    // The task that its answer names is its own, whatever a person has said.
    private async Task TakeBackAsync(string generationId, string taskId)
    {
        try
        {
            await names.TakeBackAsync(generationId, taskId, CancellationToken.None);
        }
        catch (Exception exception) when (exception is StorageException or TimeoutException)
        {
            // Said with the next attempt.
        }
    }

    // What is wrong with the account stops it for every model; an answer to the request itself shows that it works.
    private async Task SettleAccountAsync(string account, Reservation reservation, SubmitOutcome outcome)
    {
        if (outcome is SubmitOutcome.NotSent missed)
            Log.NotSent(logger, reservation.AttemptId, reservation.GenerationId, account, missed.Message);
        var state = shared.State(account);
        if (!PauseRules.Concerns(outcome, accounts[account]) && state.Latest is null or { PausedFor: null, MissedSince: null })
            return;

        var reason = await state.ChangeAsync(document =>
        {
            var pauses = document.Pauses;
            var changed = PauseRules.SettleAccount(document, accounts[account], outcome, reservation.SendAt, options.Value, time.GetUtcNow());
            return (changed, document.Pauses > pauses ? document.PausedFor : null);
        });
        if (reason is not null)
            Log.Paused(logger, account, reason);
    }

    // A POST that was to try a paused account and was, for instance, one too many in a second has not found out anything.
    private async Task EndProbeAsync(SharedDocument<AccountState> state, Reservation reservation)
    {
        if (state.Latest?.PausedFor is not null)
            await state.ChangeAsync(document => document.EndProbe(reservation.SendAt, time.GetUtcNow()));
    }

    private async Task SettleQuotaAsync(Submission saved, Reservation reservation, SharedDocument<Quota> quota, SubmitOutcome outcome)
    {
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
        [LoggerMessage(1, LogLevel.Information, "POST {AttemptId} of generation {GenerationId}: {Outcome}")]
        public static partial void Posted(ILogger logger, string generationId, string attemptId, string outcome);

        [LoggerMessage(2, LogLevel.Warning, "POST {AttemptId} of generation {GenerationId} was held back {Late} after its turn, since its time was over: this process stood still, or the way out was too slow. It goes back to the line.")]
        public static partial void Late(ILogger logger, string generationId, string attemptId, TimeSpan late);

        [LoggerMessage(3, LogLevel.Warning, "The answer for generation {GenerationId} could not be saved yet: {Answer}")]
        public static partial void SaveFailed(ILogger logger, Exception exception, string generationId, string answer);

        [LoggerMessage(4, LogLevel.Warning, "POST {AttemptId} of generation {GenerationId} did not get out to account {Account}: {Reason}")]
        public static partial void NotSent(ILogger logger, string attemptId, string generationId, string account, string reason);

        [LoggerMessage(5, LogLevel.Warning, "Model {Model} is paused on account {Account}: {Reason}")]
        public static partial void ModelPaused(ILogger logger, string model, string account, string reason);

        [LoggerMessage(6, LogLevel.Warning, "Account {Account} is paused: {Reason}")]
        public static partial void Paused(ILogger logger, string account, string reason);
    }
}
