using Wan.Contracts;
using Wan.Hosting;
using Wan.Submitter.Posting;

namespace Wan.Submitter.Repairs;

/// <summary>What becomes of an uncertain submission after a look. Pure.</summary>
internal static class UncertaintyRules
{
    /// <summary>Changes the submission.</summary>
    /// <returns>Whether the saga should hear of it.</returns>
    public static bool Apply(Submission submission, RepairVerdict verdict, SubmitterOptions options, DateTimeOffset now)
    {
        var attempt = submission.Attempt!;
        switch (verdict)
        {
            case RepairVerdict.Found found:
                attempt.Outcome = Attempt.Found;
                attempt.VendorRequestId = found.Item.RequestId;
                PostRules.Adopt(
                    submission, new VendorTask(found.Item.TaskId, attempt.Account, attempt.Id, found.Item.RequestId, now, found.By), options, now);
                return true;

            case RepairVerdict.Absent or RepairVerdict.Undecidable when submission.ProvenOrphan is not null:
                attempt.Outcome = Attempt.Absent;
                PostRules.TakeOrphan(submission, options, now); // It has a task, if not this POST's.
                return true;

            case RepairVerdict.Absent:
            case RepairVerdict.Undecidable when options.Repair.Policy == UncertainPolicy.Resubmit:
                attempt.Outcome = Attempt.Absent;
                submission.ReturnToLine();
                return true;

            default:
                var news = Note(submission, verdict);
                if (verdict is RepairVerdict.Undecidable undecidable)
                    news |= Hold(submission, undecidable.Reason);
                submission.DueAt = now + NextLook(submission, options.Repair);
                submission.Looks++;
                return news;
        }
    }

    private static bool Note(Submission submission, RepairVerdict verdict)
    {
        submission.EmptyLooks = verdict.Empty ? submission.EmptyLooks + 1 : 0;
        var known = submission.Candidates.Select(candidate => candidate.TaskId).ToHashSet();
        var news = !known.SetEquals(verdict.Candidates.Select(candidate => candidate.TaskId));
        submission.Candidates.Clear();
        submission.Candidates.AddRange(verdict.Candidates);
        return news;
    }

    private static bool Hold(Submission submission, string reason)
    {
        var error = new GenerationError
        {
            Code = "submission_on_hold",
            Message = $"{reason} Look into the vendor's console, and decide with POST /v1/generations/{submission.Id}/resolve: adopt the task there, "
                + "resubmit (which may pay twice) or fail. It is looked for again meanwhile.",
            VendorCode = submission.Error?.VendorCode,
            VendorRequestId = submission.Error?.VendorRequestId,
        };
        var news = !submission.NeedsOperator || submission.Error?.Message != error.Message;
        (submission.NeedsOperator, submission.Error) = (true, error);
        return news;
    }

    // What is on hold is looked at rarely, unless the list has begun to say that there is nothing.
    private static TimeSpan NextLook(Submission submission, RepairOptions options) => submission.NeedsOperator && submission.EmptyLooks == 0
        ? options.HoldLook
        : Backoff.Wait(submission.Looks, options.FirstLook, options.LongestWait);
}
