using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.Storage;
using Wan.Submitter.Line;
using Wan.Submitter.Posting;
using Wan.Submitter.Quotas;
using Wan.Submitter.Repairs;

namespace Wan.Submitter;

/// <summary>An operator decides what the repair could not.</summary>
internal sealed class ResolveSubmissionConsumer(
    IDocuments<Submission> submissions,
    TaskAdoption adoption,
    SlotRelease slots,
    IOptions<SubmitterOptions> options,
    TimeProvider time) : IConsumer<ResolveSubmission>
{
    public async Task Consume(ConsumeContext<ResolveSubmission> context)
    {
        var (message, cancellationToken) = (context.Message, context.CancellationToken);
        var (named, unknown, freed) = ((NamedTask?)null, false, (Attempt?)null);
        while (await submissions.ChangeAsync(message.GenerationId, Apply, cancellationToken) is { } submission)
        {
            if (unknown)
            {
                // Once, since that takes a while: the repair may look at it meanwhile, again and again.
                named = await adoption.FindAsync(submission, message.TaskId!, cancellationToken);
                continue;
            }

            if (freed is not null)
                await slots.AttemptOverAsync(submission, freed);

            await context.PublishAnswerAsync(submission, time, cancellationToken);
            return;
        }

        bool Apply(Submission submission)
        {
            (unknown, freed) = (false, null);
            if (!CanBeResolved(submission, message))
                return false;
            if (message is not { Decision: "adopt", TaskId: { Length: > 0 } taskId })
                return Decide(submission, message, message.DecidedAt ?? context.SentTime, out freed);
            if (submission.ProvenOrphan?.TaskId == taskId)
                return TakeOrphan(submission); // Its own for certain: nobody needs to be asked.
            unknown = named is null;
            return named is not null && Adopt(submission, named);
        }
    }

    // One that a person gave up may still be given its task, and one that was refused another that is paid for it.
    private static bool CanBeResolved(Submission submission, ResolveSubmission message) => submission.State == SubmissionState.Uncertain
        || (message.Decision == "adopt" && (submission.IsGivenUp
            || (submission.State == SubmissionState.Refused && submission.Orphans.Exists(orphan => orphan.TaskId == message.TaskId))));

    private bool Decide(Submission submission, ResolveSubmission message, DateTimeOffset? decidedAt, out Attempt? freed)
    {
        freed = null;
        var attempt = submission.Attempt!;
        switch (message)
        {
            case { Decision: "resubmit" or "fail" } when attempt.SendAt > decidedAt:
                return false; // For an earlier POST.
            case { Decision: "resubmit" } when submission is { NeedsOperator: true, ProvenOrphan: not null }:
                return TakeOrphan(submission); // It has a task.
            case { Decision: "resubmit" } when submission.NeedsOperator: // Else the repair is still at work.
                submission.ReturnToLine();
                break;
            case { Decision: "fail" }:
                submission.Finish(SubmissionState.Refused, GivenUp(submission.Error));
                break;
            default:
                return false; // Not a decision: the answer says that one is wanted still.
        }

        freed = attempt;
        return true;
    }

    private bool TakeOrphan(Submission submission)
    {
        PostRules.TakeOrphan(submission, options.Value, time.GetUtcNow());
        return true;
    }

    // The slot stays taken: whether that task still runs is found out by watching it.
    private bool Adopt(Submission submission, NamedTask named)
    {
        var now = time.GetUtcNow();
        if (named.Objection is { } objection)
        {
            if (submission.Error?.Message == objection.Message)
                return false; // Said already, and the repair is not to be disturbed by saying it again.
            submission.Error = objection; // The repair goes on as it was.
            return true;
        }

        var attempt = submission.Attempts.Find(attempt => attempt.Id == named.AttemptId) ?? submission.Attempt!;
        attempt.Outcome = Attempt.Adopted;
        submission.Orphans.RemoveAll(orphan => orphan.TaskId == named.TaskId);
        submission.PassOverCandidates();
        submission.Accept(
            new VendorTask(named.TaskId, attempt.Account, attempt.Id, attempt.VendorRequestId, now, TaskFoundBy.Operator), now + options.Value.SilentAfter);
        return true;
    }

    private static GenerationError GivenUp(GenerationError? error) => new()
    {
        Code = Submission.GivenUpCode,
        Message = "An operator gave it up, since it could not be found out whether the vendor had made a task.",
        VendorCode = error?.VendorCode,
        VendorRequestId = error?.VendorRequestId,
    };
}
