using MassTransit;
using Wan.Contracts;
using Wan.Hosting;
using Wan.Hosting.Tracing;
using Wan.Submitter.Posting;

namespace Wan.Submitter;

/// <summary>What the saga is told of a submission. The same document always gives the same answer.</summary>
internal static class SubmissionMessages
{
    /// <summary>Tells it; says nothing as long as there is nothing to say.</summary>
    /// <exception cref="TimeoutException">The broker has not confirmed it in time.</exception>
    public static async Task PublishAnswerAsync(
        this IPublishEndpoint bus, Submission submission, TimeProvider time, CancellationToken cancellationToken = default)
    {
        if (Of(submission) is not { } answer)
            return;
        using var step = WanTrace.Enter(submission);
        await bus.PublishInTimeAsync(answer, time, cancellationToken);
    }

    private static object? Of(Submission submission) => submission.State switch
    {
        SubmissionState.Submitted or SubmissionState.Ended => Submitted(submission),
        SubmissionState.Refused => Refused(submission),
        SubmissionState.Withdrawn => new SubmissionWithdrawn
        {
            GenerationId = submission.Id, Reason = submission.WithdrawnFor ?? CancellationReason.Requested, WaitedFor = submission.WaitedFor,
        },
        SubmissionState.Waiting when submission.Attempt is not null => new SubmissionRequeued { GenerationId = submission.Id },
        SubmissionState.Uncertain => Uncertain(submission),
        _ => null,
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
        FoundBy = submission.Task.FoundBy,
        Attempts = submission.AttemptCount,
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
        Error = submission.NeedsOperator ? submission.Error! : Explained(submission),
        NeedsOperator = submission.NeedsOperator ? true : null,
        Candidates = submission.Candidates.Count > 0 ? submission.Candidates : null,
    };

    // What goes on, and what a person can do meanwhile. What is on hold says so by itself.
    private static GenerationError Explained(Submission submission) => submission.Error! with
    {
        Message = $"{submission.Error.Message} Whether it made a task is looked for in the vendor's list; what can't be found out there is put on hold for a person. "
            + $"Who knows the task's id already names it with POST /v1/generations/{submission.Id}/resolve.",
    };
}
