using Wan.Contracts;
using Wan.Submitter.Posting;

namespace Wan.Submitter.Restores;

/// <summary>What becomes of a submission that was put back from a backup. Pure.</summary>
internal static class RestoreRules
{
    /// <summary>Why it is not submitted.</summary>
    public static readonly GenerationError Error = new()
    {
        Code = "submission_restored",
        Message = "It was put back from a backup while its turn was still to come, or its POST was in doubt, and may have been submitted since that backup was made. "
            + "It is not submitted again, since that may pay twice: look into the vendor's console, or ask for a new generation.",
    };

    /// <summary>
    /// Ends what may have been POSTed after the backup; what has its task goes on. What was in doubt is not looked for either: the list would show that
    /// the POST of then made no task, and not that a later one did.
    /// </summary>
    /// <returns>Whether there is anything to save.</returns>
    public static bool GiveUp(Submission submission, DateTimeOffset now)
    {
        if (submission.State is not (SubmissionState.Waiting or SubmissionState.Posting or SubmissionState.Uncertain))
            return false;
        if (submission.Attempt is { Outcome: null } attempt)
            (attempt.Outcome, attempt.EndedAt) = (Attempt.Unknown, attempt.EndedAt ?? now);
        submission.Finish(SubmissionState.Refused, Error);
        return true;
    }
}
