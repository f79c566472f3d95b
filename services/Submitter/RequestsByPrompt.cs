using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Wan.DashScope;
using Wan.Storage;

namespace Wan.Submitter;

/// <summary>Finds the submissions whose request a finished task can have been made of, among those that have been POSTed lately.</summary>
internal sealed class RequestsByPrompt(IDocuments<Submission> submissions, IOptions<SubmitterOptions> options)
{
    private const int PageSize = 200;
    private const int MaxPages = 50;

    // A generation may have waited for days before its POST; its task comes after that.
    private static readonly TimeSpan Reach = TimeSpan.FromDays(3);

    // Its own task may be among what is asked for.
    private static readonly string[] InDoubt = [nameof(SubmissionState.Uncertain), nameof(SubmissionState.Posting), Submission.WaitingAgain];

    private static readonly string[] Over = [nameof(SubmissionState.Ended), nameof(SubmissionState.Refused), nameof(SubmissionState.Withdrawn)];

    // What has never been POSTed is left out: there may be tens of thousands.
    private static readonly string[] Posted = [.. InDoubt, nameof(SubmissionState.Submitted), .. Over];

    /// <summary>Whose it is.</summary>
    /// <returns>Null if it is none's of ours; in doubt if it may be the own task of a generation whose POST is under way or uncertain, or that is to be POSTed again.</returns>
    public async Task<(Submission? Owner, bool InDoubt)> FindAsync(string account, Stray stray, ToldTask told, CancellationToken stoppingToken)
    {
        Submission? latest = null;
        foreach (var status in Posted)
        {
            await foreach (var submission in MadeForAsync(status, account, stray, told, stoppingToken))
            {
                if (InDoubt.Contains(status))
                    return (submission, true);
                if (latest is null || submission.Attempt!.SendAt > latest.Attempt!.SendAt)
                    latest = submission;
            }
        }

        return (latest, false);
    }

    /// <summary>Those that are over and can have made it.</summary>
    public async Task<IReadOnlyList<Submission>> OverAsync(
        string account, TaskListItem item, ToldTask told, DateTimeOffset now, CancellationToken stoppingToken)
    {
        var stray = new Stray { Model = item.Model ?? "", CreatedAt = item.CreatedAt ?? now };
        var found = new List<Submission>();
        foreach (var status in Over)
        {
            await foreach (var submission in MadeForAsync(status, account, stray, told, stoppingToken))
                found.Add(submission);
        }

        return found;
    }

    private async IAsyncEnumerable<Submission> MadeForAsync(
        string status, string account, Stray stray, ToldTask told, [EnumeratorCancellation] CancellationToken stoppingToken)
    {
        string? cursor = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var read = await submissions.PageAsync(new PageQuery { Limit = PageSize, Status = status, Cursor = cursor }, stoppingToken);
            foreach (var submission in read.Items.Where(item => StrayRules.CanBeOf(item, account, stray, told, options.Value.Repair.ClockAllowance)))
                yield return submission;
            if (read.Next is null || read.Items[^1].CreatedAt < stray.CreatedAt - Reach)
                yield break;
            cursor = read.Next;
        }
    }
}
