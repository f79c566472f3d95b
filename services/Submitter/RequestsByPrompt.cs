using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Wan.Contracts;
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

    // In the order in which a submission goes through them, and round again: one that goes on meanwhile is met all the same.
    private static readonly string[] InDoubt =
        [nameof(SubmissionState.Posting), nameof(SubmissionState.Uncertain), Submission.WaitingAgain, nameof(SubmissionState.Posting)];

    // What has never been POSTed is left out: there may be tens of thousands.
    private static readonly string[] Posted =
    [
        .. InDoubt, nameof(SubmissionState.Submitted), nameof(SubmissionState.Ended), nameof(SubmissionState.Refused), nameof(SubmissionState.Withdrawn),
    ];

    /// <summary>Whose it is.</summary>
    /// <returns>
    /// Null if it is none's of ours; in doubt if it may be the own task of a generation whose POST is under way or uncertain, that is to be POSTed
    /// again, or that a person has given another task.
    /// </returns>
    public async Task<(Submission? Owner, bool InDoubt)> FindAsync(string account, Stray stray, ToldTask told, CancellationToken stoppingToken)
    {
        Submission? latest = null;
        await foreach (var submission in MadeForAsync(account, stray, told, stoppingToken))
        {
            if (InDoubt.Contains(submission.Status) || submission is { State: SubmissionState.Submitted, Task.FoundBy: TaskFoundBy.Operator })
                return (submission, true);
            if (latest is null || submission.Attempt!.SendAt > latest.Attempt!.SendAt)
                latest = submission;
        }

        return (latest, false);
    }

    /// <summary>The POSTs that were on their way when it was made, and whose own task it may be as far as is known: one of each submission, the last.</summary>
    public async Task<IReadOnlyList<Suspect>> SuspectsAsync(string account, Stray stray, ToldTask told, CancellationToken stoppingToken)
    {
        var suspects = new Dictionary<string, Suspect>();
        await foreach (var submission in MadeForAsync(account, stray, told, stoppingToken))
        {
            if (Of(submission, account, stray.CreatedAt) is { } suspect)
                suspects[submission.Id] = suspect;
        }

        return [.. suspects.Values];
    }

    /// <summary>Of those that wait to be POSTed again: the POSTs that were on their way when a task of this model was made.</summary>
    public async Task<IReadOnlyList<Suspect>> WaitingAsync(string account, string? model, DateTimeOffset createdAt, CancellationToken stoppingToken)
    {
        var suspects = new List<Suspect>();
        string? cursor = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var read = await submissions.PageAsync(new PageQuery { Limit = PageSize, Status = Submission.WaitingAgain, Cursor = cursor }, stoppingToken);
            suspects.AddRange(read.Items.Where(submission => model is null || submission.Model == model)
                .Select(submission => Of(submission, account, createdAt)).OfType<Suspect>());
            if (read.Next is null)
                break;
            cursor = read.Next;
        }

        return suspects;
    }

    private Suspect? Of(Submission submission, string account, DateTimeOffset createdAt) =>
        Suspect.Of(submission).LastOrDefault(suspect => suspect.Attempt.Account == account && IsOfThen(suspect.Attempt, createdAt));

    // Made while that POST may have been on its way.
    private bool IsOfThen(Attempt attempt, DateTimeOffset createdAt)
    {
        var repair = options.Value.Repair;
        return createdAt >= attempt.SendAt - repair.ClockAllowance
            && createdAt <= (attempt.EndedAt ?? attempt.SendAt) + repair.AbsentAfter + repair.ClockAllowance;
    }

    /// <summary>All that can have made a task that the list shows.</summary>
    public async Task<IReadOnlyList<Submission>> AllAsync(
        string account, TaskListItem item, ToldTask told, DateTimeOffset now, CancellationToken stoppingToken)
    {
        var stray = new Stray { Model = item.Model ?? "", CreatedAt = item.CreatedAt ?? now };
        var found = new Dictionary<string, Submission>();
        await foreach (var submission in MadeForAsync(account, stray, told, stoppingToken))
            found[submission.Id] = submission;
        return [.. found.Values];
    }

    private async IAsyncEnumerable<Submission> MadeForAsync(
        string account, Stray stray, ToldTask told, [EnumeratorCancellation] CancellationToken stoppingToken)
    {
        foreach (var status in Posted)
        {
            string? cursor = null;
            for (var page = 0; page < MaxPages; page++)
            {
                var read = await submissions.PageAsync(new PageQuery { Limit = PageSize, Status = status, Cursor = cursor }, stoppingToken);
                foreach (var submission in read.Items.Where(item => StrayRules.CanBeOf(item, account, stray, told, options.Value.Repair.ClockAllowance)))
                    yield return submission;
                if (read.Next is null || read.Items[^1].CreatedAt < stray.CreatedAt - Reach)
                    break;
                cursor = read.Next;
            }
        }
    }
}
