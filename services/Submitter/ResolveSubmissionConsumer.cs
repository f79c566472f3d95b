using MassTransit;
using Wan.Contracts;
using Wan.Storage;

namespace Wan.Submitter;

/// <summary>An operator decides what the repair could not.</summary>
internal sealed class ResolveSubmissionConsumer(
    IDocuments<Submission> submissions, SharedDocuments shared, DispatchSignal signal, TimeProvider time) : IConsumer<ResolveSubmission>
{
    public async Task Consume(ConsumeContext<ResolveSubmission> context)
    {
        while (true)
        {
            var submission = await submissions.FindAsync(context.Message.GenerationId, context.CancellationToken);
            if (submission is null)
                return; // Nothing to decide on.
            if (submission.State != SubmissionState.Uncertain || await DecideAsync(submission, context.Message.Decision))
            {
                await context.PublishAnswerAsync(submission, context.CancellationToken);
                return;
            }
        }
    }

    private async Task<bool> DecideAsync(Submission submission, string decision)
    {
        var attempt = submission.Attempt!;
        if (decision == "resubmit")
            submission.ReturnToLine();
        else
            submission.Finish(SubmissionState.Refused, GivenUp(submission.Error));
        if (!await submissions.ReplaceAsync(submission))
            return false;

        await shared.Quota(attempt.Account, submission.Model).ChangeAsync(quota =>
            QuotaRules.Release(quota, submission.Id, attempt.Id, time.GetUtcNow()));
        signal.Raise();
        return true;
    }

    private static GenerationError GivenUp(GenerationError? error) => new()
    {
        Code = "uncertain_failed",
        Message = "An operator gave it up, since it could not be found out whether the vendor had made a task.",
        VendorCode = error?.VendorCode,
        VendorRequestId = error?.VendorRequestId,
    };
}
