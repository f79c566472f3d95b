using System.Diagnostics;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.Hosting;
using Wan.Hosting.Tracing;
using Wan.Storage;
using Wan.Submitter.Quotas;
using Wan.Submitter.Uploads;

namespace Wan.Submitter.Posting;

/// <summary>
/// Sends one POST: the body read and the intent saved first, then its turn, then the wire, then the answer saved, then told. Whatever breaks this off leaves
/// a document that says how far it came.
/// </summary>
internal sealed partial class Poster(
    DashScopeAccounts accounts, SubmissionBodies bodies, PostTurn turn, PostWire wire, PostAnswers answers, PostSettlement settlement, KnownUploads uploads,
    IOptions<SubmitterOptions> options, ILogger<Poster> logger)
{
    /// <summary>Sends it. There is no cancellation: a POST that is cut off may be paid all the same.</summary>
    public async Task PostAsync(Submission submission, Reservation reservation)
    {
        using var step = WanTrace.Begin(WanSpans.Submit, submission);
        step.Span?.SetTag(WanAttributes.GenerationId, submission.Id).SetTag(WanAttributes.Account, reservation.Account).SetTag(WanAttributes.Model, submission.Model);
        Checkpoint.Reached("submitter.reserved", submission.Id);
        var account = accounts[reservation.Account];
        using var room = await bodies.TakeRoomAsync(submission);
        var (body, refusal) = await ReadAsync(submission, account);
        if (body.IsEmpty)
        {
            await ForgoAsync(submission, reservation, refusal);
            return;
        }

        if (await turn.BeginAsync(submission, reservation, account) is not { } window)
        {
            await settlement.ReleaseAsync(submission, reservation);
            return;
        }

        Checkpoint.Reached("submitter.intended", submission.Id);
        var open = await turn.WaitAsync(submission, reservation.SendAt, account.Name, QuotaLimits.Of(account, options.Value), window);
        Checkpoint.Reached("submitter.turn", submission.Id);
        var outcome = await wire.SendAsync(account, submission, reservation, body, open);
        Describe(step.Span, submission, outcome);

        var saved = await answers.SaveAsync(submission, reservation, outcome);
        Checkpoint.Reached("submitter.saved", submission.Id);
        await SettleAsync(saved, account, reservation, outcome);
        await answers.TellAsync(saved);
        Checkpoint.Reached("submitter.told", submission.Id);
        if (outcome is SubmitOutcome.Accepted)
            await answers.WatchOrphansAsync(saved, reservation.AttemptId);
    }

    // What the vendor could not fetch is forgotten before the next one has the slot, which may name it too.
    private async Task SettleAsync(Submission saved, DashScopeAccount account, Reservation reservation, SubmitOutcome outcome)
    {
        try
        {
            if (outcome is SubmitOutcome.Refused refused && UploadRules.IsUnfetched(refused.Error.Code))
                await uploads.ForgetAsync(saved, account, reservation.SendAt);
        }
        finally
        {
            await settlement.SettleAsync(saved, reservation, outcome);
        }
    }

    // Whatever is wrong with it: there is no intent yet, and nothing else is held up by it. From the intent on no exception says that there was no POST.
    private async Task<(ReadOnlyMemory<byte> Body, GenerationError? Refusal)> ReadAsync(Submission submission, DashScopeAccount account)
    {
        try
        {
            return await bodies.ReadAsync(submission, account);
        }
        catch (Exception exception) when (exception is not StorageException) // The store will be there again.
        {
            Log.BrokeOff(logger, exception, submission.Id);
            submission.BrokenOff++;
            return (default, PostRules.BrokenOff(submission));
        }
    }

    private static void Describe(Activity? span, Submission submission, SubmitOutcome outcome)
    {
        span?.SetTag(WanAttributes.Attempts, submission.AttemptCount).SetTag(WanAttributes.Outcome, PostRules.Word(outcome));
        if (outcome is SubmitOutcome.Accepted accepted)
            span?.SetTag(WanAttributes.TaskId, accepted.TaskId);
        else
            span.Fail(PostRules.Word(outcome));
    }

    // Without a body there is no POST: it is refused, or has its files uploaded again, or comes again when the claim on its place in the line ends.
    private async Task ForgoAsync(Submission submission, Reservation reservation, GenerationError? refusal)
    {
        var refused = false;
        try
        {
            if (refusal is not null)
                refused = await answers.RefuseAsync(submission, refusal);
            else if (submission.BrokenOff > 0 || submission.Files is { IsReady: false })
                await answers.PutBackAsync(submission);
        }
        finally
        {
            await settlement.ReleaseAsync(submission, reservation);
        }

        if (refused)
            await answers.TellAsync(submission);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Generation {GenerationId} broke off before its intent was saved: nothing was sent, and its slot is free.")]
        public static partial void BrokeOff(ILogger logger, Exception exception, string generationId);
    }
}
