using Wan.Storage;

namespace Wan.Submitter.Line;

/// <summary>Says where a generation stands in the line, and why it waits.</summary>
internal sealed class QueuePlaces(IDocuments<Submission> submissions, WaitingLine line, LineReader reader)
{
    /// <summary>The place of a generation; null if it does not wait.</summary>
    public async Task<QueuePlace?> FindAsync(string generationId, CancellationToken cancellationToken)
    {
        if (await submissions.FindAsync(generationId, cancellationToken) is not { State: SubmissionState.Waiting } submission)
            return null;
        var ahead = await line.CountBeforeAsync(submission, cancellationToken);
        var view = await reader.ReadAsync(submission.Model, cancellationToken);
        var wait = submission.Files is { IsReady: false } files ? WaitRules.OfFiles(view, files.Obstacle, ahead) : WaitRules.Of(view, ahead);
        return new QueuePlace
        {
            Position = ahead + 1,
            Ahead = ahead,
            AtLeast = ahead >= DocumentCount.Limit,
            Running = view.Accounts.Sum(account => account.Quota.Slots.Count),
            Slots = view.Accounts.Sum(account => account.Limits.Slots),
            EstimatedStart = !wait.IsObstacle && WaitRules.Estimate(view, ahead) is { } length ? view.Now + length : null,
            Reason = wait.Reason,
            WaitingFor = wait.WaitingFor,
        };
    }
}
