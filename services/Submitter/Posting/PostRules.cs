using Wan.Contracts;
using Wan.DashScope.Client;
using Wan.Submitter.Repairs;

namespace Wan.Submitter.Posting;

/// <summary>What becomes of a submission when its POST has come to something. Pure.</summary>
internal static class PostRules
{
    /// <summary>Bytes of the longest body that any door takes by default.</summary>
    public const int LargestBody = 32 * 1024 * 1024;

    // Of a fault that passes, such as too little memory, that many in a row are seen in more than a minute.
    private const int MostBrokenOff = 6;

    private static readonly GenerationError SenderGone = new()
    {
        Code = "submission_uncertain",
        Message = "The process that submitted it ended before the vendor's answer was saved; whether there is a task is being found out.",
    };

    /// <summary>How long after its turn a POST may still leave.</summary>
    /// <param name="bodyLength">Bytes of its body.</param>
    /// <param name="options">How long that may take.</param>
    public static TimeSpan Window(int bodyLength, SubmitterOptions options) =>
        options.PostWindow + TimeSpan.FromSeconds((double)bodyLength / options.SlowestUpload);

    /// <summary>The latest that a POST may leave whose turn is then: nothing leaves at the submission's <c>start_by</c> or later.</summary>
    public static DateTimeOffset NotAfter(Submission submission, DateTimeOffset sendAt, SubmitterOptions options)
    {
        var windowEnds = sendAt + Window(submission.Length, options);
        return submission.StartBy is { } startBy && startBy.AddTicks(-1) is var last && last < windowEnds ? last : windowEnds;
    }

    /// <summary>
    /// Changes the submission as it is stored now, which may have moved on since the POST was sent: the answer may come late.
    /// </summary>
    /// <returns>False if the answer means nothing to it any more.</returns>
    public static bool Apply(Submission submission, string attemptId, string account, SubmitOutcome outcome, SubmitterOptions options, DateTimeOffset now)
    {
        var attempt = submission.Attempts.Find(attempt => attempt.Id == attemptId);
        if (attempt is not null)
        {
            attempt.EndedAt ??= now;
            attempt.Outcome = Word(outcome);
            attempt.VendorRequestId = RequestId(outcome);
        }

        if (outcome is SubmitOutcome.Accepted accepted)
        {
            Adopt(submission, new VendorTask(accepted.TaskId, account, attemptId, accepted.RequestId, now), options, now);
            return true;
        }

        if (submission.Attempt?.Id != attemptId || submission.State is not (SubmissionState.Posting or SubmissionState.Uncertain))
            return false;

        if (submission.ProvenOrphan is not null)
            TakeOrphan(submission, options, now);
        else if (outcome is SubmitOutcome.Refused refused)
            submission.Finish(SubmissionState.Refused, refused.Error.ToGenerationError("vendor_refused"));
        else if (outcome is SubmitOutcome.Unknown unknown)
            submission.Doubt(unknown.Error.ToGenerationError("submission_uncertain"), now, now + options.Repair.FirstLook);
        else
            submission.ReturnToLine();
        return true;
    }

    /// <summary>A task of this generation exists: it is used if no other is, or may be any moment; else kept in mind.</summary>
    public static void Adopt(Submission submission, VendorTask task, SubmitterOptions options, DateTimeOffset now)
    {
        if (submission.Task?.TaskId == task.TaskId)
            return;
        var current = submission.Attempt?.Id == task.AttemptId;
        var isNamed = submission is { State: SubmissionState.Submitted, Task.FoundBy: TaskFoundBy.Operator } && task.FoundBy != TaskFoundBy.Operator;
        if (submission.State is SubmissionState.Waiting or SubmissionState.Uncertain || isNamed || (current && submission.State == SubmissionState.Posting))
            submission.Accept(task, now + options.SilentAfter);
        else if (!submission.Orphans.Exists(orphan => orphan.TaskId == task.TaskId))
            submission.Orphans.Add(task);
    }

    /// <summary>Its sender has gone without saving an answer: there may be a task.</summary>
    public static void SenderDied(Submission submission, SubmitterOptions options, DateTimeOffset now)
    {
        if (submission.ProvenOrphan is not null)
            TakeOrphan(submission, options, now);
        else
            submission.Doubt(SenderGone, now, now + options.Repair.FirstLook);
    }

    /// <summary>Why one whose POST breaks off before its intent is refused; null while it is tried again.</summary>
    public static GenerationError? BrokenOff(Submission submission) => submission.BrokenOff < MostBrokenOff ? null : new()
    {
        Code = "submission_broken",
        Message = $"It can't be submitted: {submission.BrokenOff} times in a row it broke off before anything was sent, so that nothing was paid. Submitter's log says why; ask for a new generation once that is mended.",
    };

    /// <summary>Whether the next POST should wait a while.</summary>
    public static bool Blocks(SubmitOutcome outcome) =>
        outcome is SubmitOutcome.NotSent or SubmitOutcome.Throttled { Kind: ThrottleKind.Rate or ThrottleKind.Burst };

    /// <summary>Whether it should go on slowly after that.</summary>
    public static bool StartsSlowly(SubmitOutcome outcome) => outcome is SubmitOutcome.Throttled { Kind: ThrottleKind.Burst };

    /// <summary>A word for what came of a POST, for the attempt and the metrics.</summary>
    public static string Word(SubmitOutcome outcome) => outcome switch
    {
        SubmitOutcome.Accepted => Attempt.Accepted,
        SubmitOutcome.Refused => "refused",
        SubmitOutcome.Throttled throttled => $"throttled_{throttled.Kind.ToString().ToLowerInvariant()}",
        SubmitOutcome.Unauthorised => "unauthorised",
        SubmitOutcome.ModelUnavailable => "model_unavailable",
        SubmitOutcome.WrongAddress => "wrong_address",
        SubmitOutcome.NotSent => "not_sent",
        SubmitOutcome.Late => "late",
        _ => Attempt.Unknown,
    };

    private static string? RequestId(SubmitOutcome outcome) => outcome switch
    {
        SubmitOutcome.Accepted accepted => accepted.RequestId,
        SubmitOutcome.Refused refused => refused.Error.RequestId,
        SubmitOutcome.Throttled throttled => throttled.Error.RequestId,
        SubmitOutcome.Unauthorised unauthorised => unauthorised.Error.RequestId,
        SubmitOutcome.ModelUnavailable unavailable => unavailable.Error.RequestId,
        SubmitOutcome.WrongAddress wrong => wrong.Error.RequestId,
        SubmitOutcome.Unknown unknown => unknown.Error.RequestId,
        _ => null,
    };

    /// <summary>A task of it that was not needed so far is used.</summary>
    public static void TakeOrphan(Submission submission, SubmitterOptions options, DateTimeOffset now)
    {
        var orphan = submission.ProvenOrphan!;
        submission.Orphans.Remove(orphan);
        if (submission.Task?.SubmittedAt >= orphan.SubmittedAt)
            orphan = orphan with { SubmittedAt = now }; // Of two proven ones the saga takes the later.
        submission.Accept(orphan, now + options.SilentAfter);
    }
}
