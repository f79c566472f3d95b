using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.DashScope;
using Wan.Storage;

namespace Wan.Submitter;

/// <summary>An operator decides what the repair could not.</summary>
internal sealed class ResolveSubmissionConsumer(
    IDocuments<Submission> submissions,
    SharedDocuments shared,
    TaskAdoption adoption,
    DispatchSignal signal,
    IOptions<SubmitterOptions> options,
    TimeProvider time) : IConsumer<ResolveSubmission>
{
    public async Task Consume(ConsumeContext<ResolveSubmission> context)
    {
        while (true)
        {
            var submission = await submissions.FindAsync(context.Message.GenerationId, context.CancellationToken);
            if (submission is null)
                return; // Nothing to decide on.
            var decidedAt = context.Message.DecidedAt ?? context.SentTime;
            if (!CanBeResolved(submission, context.Message) || await DecideAsync(submission, context.Message, decidedAt, context.CancellationToken))
            {
                await context.PublishAnswerAsync(submission, time, context.CancellationToken);
                return;
            }
        }
    }

    // One that a person gave up may still be given its task.
    private static bool CanBeResolved(Submission submission, ResolveSubmission message) =>
        submission.State == SubmissionState.Uncertain || (submission.IsGivenUp && message.Decision == "adopt");

    private async Task<bool> DecideAsync(
        Submission submission, ResolveSubmission message, DateTimeOffset? decidedAt, CancellationToken cancellationToken)
    {
        var attempt = submission.Attempt!;
        switch (message)
        {
            case { Decision: "adopt", TaskId: { Length: > 0 } taskId }:
                return await AdoptAsync(submission, taskId, cancellationToken);
            case { Decision: "resubmit" or "fail" } when attempt.SendAt > decidedAt:
                return true; // For an earlier POST.
            case { Decision: "resubmit" } when submission.NeedsOperator: // Else the repair is still at work.
                submission.ReturnToLine();
                break;
            case { Decision: "fail" }:
                submission.Finish(SubmissionState.Refused, GivenUp(submission.Error));
                break;
            default:
                return true; // Not a decision: the answer says that one is wanted still.
        }

        if (!await submissions.ReplaceAsync(submission, cancellationToken))
            return false;

        await shared.Quota(attempt.Account, submission.Model).ChangeAsync(quota =>
            QuotaRules.Release(quota, submission.Id, attempt.Id, time.GetUtcNow()));
        signal.Raise();
        return true;
    }

    // The slot stays taken: whether that task still runs is found out by watching it.
    private async Task<bool> AdoptAsync(Submission submission, string taskId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (attempt, objection) = await adoption.FindAsync(submission, taskId, cancellationToken);
        if (objection is not null)
        {
            if (submission.IsGivenUp)
                submission.Error = objection;
            else
                submission.TakeBack(objection, now + options.Value.Repair.HoldLook);
        }
        else
        {
            attempt.Outcome = Attempt.Adopted;
            submission.Accept(
                new VendorTask(taskId, attempt.Account, attempt.Id, attempt.VendorRequestId, now, TaskFoundBy.Operator), now + options.Value.SilentAfter);
        }

        return await submissions.ReplaceAsync(submission, cancellationToken);
    }

    private static GenerationError GivenUp(GenerationError? error) => new()
    {
        Code = "uncertain_failed",
        Message = "An operator gave it up, since it could not be found out whether the vendor had made a task.",
        VendorCode = error?.VendorCode,
        VendorRequestId = error?.VendorRequestId,
    };
}
