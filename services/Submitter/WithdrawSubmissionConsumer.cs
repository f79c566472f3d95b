using MassTransit;
using Wan.Contracts;
using Wan.Storage;

namespace Wan.Submitter;

/// <summary>Takes a generation out of the line, if it still stands there, or keeps it from coming back.</summary>
internal sealed class WithdrawSubmissionConsumer(IDocuments<Submission> submissions, TimeProvider time) : IConsumer<WithdrawSubmission>
{
    public async Task Consume(ConsumeContext<WithdrawSubmission> context)
    {
        while (true)
        {
            var submission = await submissions.FindAsync(context.Message.GenerationId, context.CancellationToken);
            if (await WithdrawAsync(submission ?? Tombstone(context.Message.GenerationId)) is { } answered)
            {
                await context.PublishAnswerAsync(answered, time, context.CancellationToken);
                return;
            }
        }
    }

    // Null if somebody else wrote it at the same time.
    private async Task<Submission?> WithdrawAsync(Submission submission)
    {
        if (submission.State is SubmissionState.Posting or SubmissionState.Uncertain && !submission.IsUnwanted)
        {
            submission.IsUnwanted = true;
            return await submissions.ReplaceAsync(submission) ? submission : null;
        }

        if (submission.State != SubmissionState.Waiting)
            return submission;

        submission.Finish(SubmissionState.Withdrawn);
        var saved = submission.Version == 0 ? await submissions.InsertAsync(submission) : await submissions.ReplaceAsync(submission);
        return saved ? submission : null;
    }

    // The command to submit it may still be on its way; it must not find the place empty.
    private Submission Tombstone(string generationId) => new()
    {
        Id = generationId, CreatedAt = time.GetUtcNow(), Model = "", RequestHash = "", Tenant = "", Rank = 0,
    };
}
