using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.DashScope;
using Wan.Storage;
using Wan.Submitter.Line;
using Wan.Submitter.Posting;
using Wan.Submitter.Quotas;
using Wan.Submitter.Repairs;

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
        var (message, cancellationToken) = (context.Message, context.CancellationToken);
        NamedTask? named = null;
        while (await submissions.FindAsync(message.GenerationId, cancellationToken) is { } submission)
        {
            var canBe = CanBeResolved(submission, message);

            if (canBe && message.Decision == "adopt" && submission.ProvenOrphan is { } proven && proven.TaskId == message.TaskId)
            {
                PostRules.TakeOrphan(submission, options.Value, time.GetUtcNow()); // Its own for certain: nobody needs to be asked.
                if (!await submissions.ReplaceAsync(submission, cancellationToken))
                    continue;
                await context.PublishAnswerAsync(submission, time, cancellationToken);
                return;
            }

            // Once, since that takes a while: the repair may look at it meanwhile, again and again.
            if (canBe && message is { Decision: "adopt", TaskId: { Length: > 0 } taskId })
                named ??= await adoption.FindAsync(submission, taskId, cancellationToken);
            if (!canBe || await DecideAsync(submission, message, named, message.DecidedAt ?? context.SentTime, cancellationToken))
            {
                await context.PublishAnswerAsync(submission, time, cancellationToken);
                return;
            }
        }
    }

    // One that a person gave up may still be given its task, and one that was refused another that is paid for it.
    private static bool CanBeResolved(Submission submission, ResolveSubmission message) => submission.State == SubmissionState.Uncertain
        || (message.Decision == "adopt" && (submission.IsGivenUp
            || (submission.State == SubmissionState.Refused && submission.Orphans.Exists(orphan => orphan.TaskId == message.TaskId))));

    private async Task<bool> DecideAsync(
        Submission submission, ResolveSubmission message, NamedTask? named, DateTimeOffset? decidedAt, CancellationToken cancellationToken)
    {
        if (named is not null)
        {
            if (named.Objection is { } objection && submission.Error?.Message == objection.Message)
                return true; // Said already, and the repair is not to be disturbed by saying it again.
            Adopt(submission, named);
            return await submissions.ReplaceAsync(submission, cancellationToken);
        }

        var attempt = submission.Attempt!;
        switch (message)
        {
            case { Decision: "resubmit" or "fail" } when attempt.SendAt > decidedAt:
                return true; // For an earlier POST.
            case { Decision: "resubmit" } when submission.NeedsOperator: // Else the repair is still at work.
                if (submission.ProvenOrphan is not null)
                {
                    PostRules.TakeOrphan(submission, options.Value, time.GetUtcNow()); // It has a task.
                    return await submissions.ReplaceAsync(submission, cancellationToken);
                }

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
    private void Adopt(Submission submission, NamedTask named)
    {
        var now = time.GetUtcNow();
        if (named.Objection is { } objection)
        {
            submission.Error = objection; // The repair goes on as it was.
            return;
        }

        var attempt = submission.Attempts.Find(attempt => attempt.Id == named.AttemptId) ?? submission.Attempt!;
        attempt.Outcome = Attempt.Adopted;
        submission.Orphans.RemoveAll(orphan => orphan.TaskId == named.TaskId);
        submission.PassOverCandidates();
        submission.Accept(
            new VendorTask(named.TaskId, attempt.Account, attempt.Id, attempt.VendorRequestId, now, TaskFoundBy.Operator), now + options.Value.SilentAfter);
    }

    private static GenerationError GivenUp(GenerationError? error) => new()
    {
        Code = Submission.GivenUpCode,
        Message = "An operator gave it up, since it could not be found out whether the vendor had made a task.",
        VendorCode = error?.VendorCode,
        VendorRequestId = error?.VendorRequestId,
    };
}
