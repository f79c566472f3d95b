using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.DashScope.Client;
using Wan.Storage;
using Wan.Submitter.Posting;

namespace Wan.Submitter.Repairs;

/// <summary>Finds the submissions whose request a finished task can have been made of, among those that have been POSTed lately.</summary>
internal sealed class RequestsByPrompt(IDocuments<Submission> submissions, EarlierPrompts earlier, IOptions<SubmitterOptions> options)
{
    private const int PageSize = 200;
    private const int MaxPages = 50;

    // A generation may have waited for days before its POST; its task comes after that.
    internal static readonly TimeSpan Reach = TimeSpan.FromDays(3);

    private static readonly string[] InDoubt = [nameof(SubmissionState.Posting), nameof(SubmissionState.Uncertain), Submission.WaitingAgain];

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
        if (told.PromptSha256 is not { } prompt)
            yield break;
        var met = new HashSet<string>();
        await foreach (var submission in WithPromptAsync(prompt, stray.CreatedAt - Reach, stoppingToken))
        {
            if (met.Add(submission.Id) && StrayRules.CanBeOf(submission, account, stray, told, options.Value.Repair.ClockAllowance))
                yield return submission;
        }
    }

    private async IAsyncEnumerable<Submission> WithPromptAsync(
        string prompt, DateTimeOffset from, [EnumeratorCancellation] CancellationToken stoppingToken)
    {
        // By the key, in the order in which they came in, which never changes: one that goes on meanwhile is met all the same.
        var query = new PageQuery { Limit = PageSize, LookupKey = prompt };
        for (var page = 0; page < MaxPages; page++)
        {
            var read = await submissions.PageAsync(query, stoppingToken);
            foreach (var submission in read.Items)
                yield return submission;
            if (read.Next is null || (read.Items.Count > 0 && read.Items[^1].CreatedAt < from))
                break;
            query = query with { Cursor = read.Next };
        }

        foreach (var id in await earlier.WithPromptAsync(prompt, stoppingToken))
        {
            if (await submissions.FindAsync(id, stoppingToken) is { } submission)
                yield return submission;
        }
    }
}
