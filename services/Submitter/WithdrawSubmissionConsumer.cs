using MassTransit;
using Wan.Contracts;
using Wan.Storage;

namespace Wan.Submitter;

/// <summary>Takes a generation out of the line, if it still stands there, or keeps it from coming back.</summary>
internal sealed class WithdrawSubmissionConsumer(IDocuments<Submission> submissions, TimeProvider time) : IConsumer<WithdrawSubmission>
{
    public async Task Consume(ConsumeContext<WithdrawSubmission> context)
    {
        var id = context.Message.GenerationId;
        var submission = await submissions.ChangeOrCreateAsync(id, () => Tombstone(id), Withdraw, context.CancellationToken);
        await context.PublishAnswerAsync(submission, time, context.CancellationToken);
    }

    private static bool Withdraw(Submission submission)
    {
        switch (submission)
        {
            case { State: SubmissionState.Posting or SubmissionState.Uncertain, IsUnwanted: false }:
                submission.IsUnwanted = true;
                return true;
            case { State: SubmissionState.Waiting }:
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
