using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.Storage;

namespace Wan.Submitter;

/// <summary>An operator decides what the repair could not.</summary>
internal sealed class ResolveSubmissionConsumer(
    IDocuments<Submission> submissions, SharedDocuments shared, DispatchSignal signal, IOptions<SubmitterOptions> options, TimeProvider time)
    : IConsumer<ResolveSubmission>
{
    public async Task Consume(ConsumeContext<ResolveSubmission> context)
    {
        while (true)
        {
            var submission = await submissions.FindAsync(context.Message.GenerationId, context.CancellationToken);
            if (submission is null)
                return; // Nothing to decide on.
            if (submission.State != SubmissionState.Uncertain || await DecideAsync(submission, context.Message))
            {
                await context.PublishAnswerAsync(submission, time, context.CancellationToken);
                return;
            }
        }
    }

    private async Task<bool> DecideAsync(Submission submission, ResolveSubmission message)
    {
        var attempt = submission.Attempt!;
        switch (message)
        {
            case { Decision: "adopt", TaskId: { Length: > 0 } taskId }:
                return await AdoptAsync(submission, attempt, taskId);
            case { Decision: "resubmit" } when submission.NeedsOperator: // Else it was decided for an earlier POST, or the repair is still at work.
                submission.ReturnToLine();
                break;
            case { Decision: "fail" }:
                submission.Finish(SubmissionState.Refused, GivenUp(submission.Error));
                break;
            default:
                return true; // Not a decision: the answer says that one is wanted still.
        }

        if (!await submissions.ReplaceAsync(submission))
            return false;

        await shared.Quota(attempt.Account, submission.Model).ChangeAsync(quota =>
            QuotaRules.Release(quota, submission.Id, attempt.Id, time.GetUtcNow()));
        signal.Raise();
        return true;
    }

    // The slot stays taken: whether that task still runs is found out by watching it.
    private async Task<bool> AdoptAsync(Submission submission, Attempt attempt, string taskId)
    {
        if (await submissions.FindByUniqueKeyAsync(taskId) is { } owner)
        {
            submission.Error = new GenerationError
            {
                Code = "task_taken",
                Message = $"Task {taskId} is generation {owner.Id}'s already, so that this one can't adopt it. Decide again.",
            };
            return await submissions.ReplaceAsync(submission);
        }

        attempt.Outcome = "adopted";
        PostDecision.Adopt(
            submission, new VendorTask(taskId, attempt.Account, attempt.Id, attempt.VendorRequestId, time.GetUtcNow()), options.Value, time.GetUtcNow());
        return await submissions.ReplaceAsync(submission);
    }

    private static GenerationError GivenUp(GenerationError? error) => new()
    {
        Code = "uncertain_failed",
        Message = "An operator gave it up, since it could not be found out whether the vendor had made a task.",
        VendorCode = error?.VendorCode,
        VendorRequestId = error?.VendorRequestId,
    };
}
