using MassTransit;
using Wan.Contracts;

namespace Wan.Submitter;

/// <summary>What the saga is told of a submission. The same document always gives the same answer.</summary>
internal static class Answers
{
    /// <summary>Tells it; says nothing as long as there is nothing to say.</summary>
    public static Task PublishAnswerAsync(this IPublishEndpoint bus, Submission submission, CancellationToken cancellationToken = default) =>
        submission.State switch
        {
            SubmissionState.Submitted or SubmissionState.Ended => bus.Publish(Submitted(submission), cancellationToken),
            SubmissionState.Refused => bus.Publish(Refused(submission), cancellationToken),
            SubmissionState.Withdrawn => bus.Publish(new SubmissionWithdrawn { GenerationId = submission.Id }, cancellationToken),
            SubmissionState.Waiting when submission.Attempt is not null => bus.Publish(new SubmissionRequeued { GenerationId = submission.Id }, cancellationToken),
            SubmissionState.Uncertain => bus.Publish(Uncertain(submission), cancellationToken),
            _ => Task.CompletedTask,
        };

    private static GenerationSubmitted Submitted(Submission submission) => new()
    {
        GenerationId = submission.Id,
        Account = submission.Task!.Account,
        Model = submission.Model,
        TaskId = submission.Task.TaskId,
        AttemptId = submission.Task.AttemptId,
        SubmittedAt = submission.Task.SubmittedAt,
        VendorRequestId = submission.Task.VendorRequestId,
    };

    private static SubmissionRefused Refused(Submission submission) => new()
    {
        GenerationId = submission.Id,
        Error = submission.Error!,
    };

    private static SubmissionUncertain Uncertain(Submission submission) => new()
    {
        GenerationId = submission.Id,
        Account = submission.Attempt!.Account,
        AttemptId = submission.Attempt.Id,
        Error = submission.Error!,
        NeedsOperator = submission.NeedsOperator ? true : null,
    };
}
