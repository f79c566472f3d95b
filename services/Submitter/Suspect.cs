namespace Wan.Submitter;

/// <summary>A POST that may have made a task that nobody has claimed.</summary>
/// <param name="Submission">Whose.</param>
/// <param name="Attempt">The POST.</param>
internal sealed record Suspect(Submission Submission, Attempt Attempt)
{
    /// <summary>Whether it is the POST that its submission is uncertain about; else it is on the wire now, or was given up as never made.</summary>
    public bool InDoubt => Submission.State == SubmissionState.Uncertain && Submission.Attempt == Attempt;
}
