using Wan.Contracts;

namespace Wan.Submitter;

/// <summary>What becomes of an uncertain submission after a look. Pure.</summary>
internal static class RepairTransition
{
    /// <summary>Changes the submission.</summary>
    public static void Apply(Submission submission, RepairVerdict verdict, SubmitterOptions options, DateTimeOffset now)
    {
        var attempt = submission.Attempt!;
        switch (verdict)
        {
            case RepairVerdict.Found found:
                attempt.Outcome = "found";
                attempt.VendorRequestId = found.Item.RequestId;
                PostDecision.Adopt(
                    submission, new VendorTask(found.Item.TaskId, attempt.Account, attempt.Id, found.Item.RequestId, now), options, now);
                break;

            case RepairVerdict.Absent:
                attempt.Outcome = Attempt.Absent;
                submission.ReturnToLine();
                break;

            case RepairVerdict.Undecidable when options.Repair.Policy == UncertainPolicy.Resubmit:
                attempt.Outcome = Attempt.Absent;
                submission.ReturnToLine();
                break;

            case RepairVerdict.Undecidable:
                submission.NeedsOperator = true;
                submission.Error = OnHold(submission.Error);
                submission.Looks++;
                submission.DueAt = now + options.Repair.HoldLook;
                break;

            default:
                submission.DueAt = now + NextLook(submission.Looks++, options.Repair);
                break;
        }
    }

    private static GenerationError OnHold(GenerationError? error) => new()
    {
        Code = "submission_on_hold",
        Message = "Whether the vendor has made a task can't be found out from its list. Look into its console, and decide with POST "
            + "/v1/generations/{id}/resolve: adopt the task there, resubmit (which may pay twice) or fail. It is looked for again meanwhile.",
        VendorCode = error?.VendorCode,
        VendorRequestId = error?.VendorRequestId,
    };

    private static TimeSpan NextLook(int looks, RepairOptions options)
    {
        var wait = options.FirstLook * Math.Pow(2, Math.Min(looks, 20));
        return wait < options.LongestWait ? wait : options.LongestWait;
    }
}
