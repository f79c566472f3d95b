using Wan.Submitter.Posting;

namespace Wan.Submitter.Repairs;

/// <summary>A POST that may have made a task that nobody has claimed.</summary>
/// <param name="Submission">Whose.</param>
/// <param name="Attempt">The POST.</param>
internal sealed record Suspect(Submission Submission, Attempt Attempt)
{
    /// <summary>Whether it is the POST that its submission is uncertain about; else it is on the wire now, or was given up as never made.</summary>
    public bool InDoubt => Submission.State == SubmissionState.Uncertain && Submission.Attempt == Attempt;

    /// <summary>Whether its submission wants no task any more, though this POST may have made one.</summary>
    public bool IsOver => Submission.State is SubmissionState.Ended or SubmissionState.Refused or SubmissionState.Withdrawn;

    /// <summary>The POSTs of a submission of which it was never proven that they made a task, and which, or none. A person's word is no proof.</summary>
    public static IEnumerable<Suspect> Of(Submission submission) => submission.Attempts
        .Where(attempt => attempt.Outcome is null or Attempt.Unknown or Attempt.Absent or Attempt.Adopted)
        .Select(attempt => new Suspect(submission, attempt));
}
