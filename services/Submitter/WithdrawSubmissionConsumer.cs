using MassTransit;
using Wan.Contracts;
using Wan.Storage;
using Wan.Submitter.Line;

namespace Wan.Submitter;

/// <summary>Takes a generation out of the line, if it still stands there, or keeps it from coming back.</summary>
internal sealed class WithdrawSubmissionConsumer(IDocuments<Submission> submissions, MissedStarts missed, TimeProvider time) : IConsumer<WithdrawSubmission>
{
    public async Task Consume(ConsumeContext<WithdrawSubmission> context)
    {
        var (id, reason) = (context.Message.GenerationId, context.Message.Reason ?? CancellationReason.Requested);
        var why = reason == CancellationReason.NotStarted && await submissions.FindAsync(id, context.CancellationToken) is { } waiting ? await missed.WhyAsync(waiting) : null;
        var submission = await submissions.ChangeOrCreateAsync(id, () => Tombstone(id), submission => Withdraw(submission, reason, why), context.CancellationToken);
        await context.PublishAnswerAsync(submission, time, context.CancellationToken);
    }

    private static bool Withdraw(Submission submission, string reason, string? why)
    {
        switch (submission)
        {
            case { State: SubmissionState.Posting or SubmissionState.Uncertain, IsUnwanted: false }:
                (submission.IsUnwanted, submission.WithdrawnFor) = (true, reason);
                return true;
            case { State: SubmissionState.Waiting }:
                (submission.WithdrawnFor, submission.WaitedFor) = (reason, why);
                submission.Finish(SubmissionState.Withdrawn);
                return true;
            default:
                return false;
        }
    }

    // The command to submit it may still be on its way; it must not find the place empty.
    private Submission Tombstone(string generationId) => new()
    {
        Id = generationId, CreatedAt = time.GetUtcNow(), Model = "", RequestHash = "", Tenant = "", Rank = 0,
    };
}
