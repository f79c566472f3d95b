using Microsoft.Extensions.Options;
using Wan.Storage;

namespace Wan.Submitter;

/// <summary>Finds the submission whose request a finished task was made of, among those that have been POSTed lately.</summary>
internal sealed class RequestsByPrompt(IDocuments<Submission> submissions, IOptions<SubmitterOptions> options)
{
    private const int PageSize = 200;
    private const int MaxPages = 50;

    // A generation may have waited for days before its POST; its task comes after that.
    private static readonly TimeSpan Reach = TimeSpan.FromDays(3);

    // What waits in the line is left out: there may be tens of thousands, and one that was POSTed before will be POSTed or ended soon.
    private static readonly SubmissionState[] Posted =
        [SubmissionState.Uncertain, SubmissionState.Posting, SubmissionState.Submitted, SubmissionState.Ended, SubmissionState.Refused, SubmissionState.Withdrawn];

    /// <summary>Whose it is.</summary>
    /// <returns>Null if it is none's of ours; in doubt if it may be the own task of a generation whose POST is under way or uncertain.</returns>
    public async Task<(Submission? Owner, bool InDoubt)> FindAsync(string account, Stray stray, ToldTask told, CancellationToken stoppingToken)
    {
        Submission? latest = null;
        foreach (var state in Posted)
        {
            string? cursor = null;
            for (var page = 0; page < MaxPages; page++)
            {
                var read = await submissions.PageAsync(new PageQuery { Limit = PageSize, Status = state.ToString(), Cursor = cursor }, stoppingToken);
                foreach (var submission in read.Items.Where(item => StrayRules.CanBeOf(item, account, stray, told, options.Value.Repair.ClockAllowance)))
                {
                    if (state is SubmissionState.Uncertain or SubmissionState.Posting)
                        return (submission, true);
                    if (latest is null || submission.Attempt!.SendAt > latest.Attempt!.SendAt)
                        latest = submission;
                }

                if (read.Next is null || read.Items[^1].CreatedAt < stray.CreatedAt - Reach)
                    break;
                cursor = read.Next;
            }
        }

        return (latest, false);
    }
}
