using System.Collections.Concurrent;
using Wan.Contracts;
using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.DashScope.Requests;

namespace Wan.Submitter.Repairs;

/// <summary>Submitter's own queries of an account, each in its turn: all replicas share <see cref="DashScopeAccount.RepairQueriesPerSecond"/>.</summary>
internal sealed class AccountQueries(SharedDocuments shared, DashScopeClient client, SubmitterMetrics metrics)
{
    private const int PageSize = 100;
    private const int MaxPages = 50;
    private const int MostRemembered = 20_000;

    private static readonly TimeSpan LongestTurn = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, ToldTask> told = new();

    /// <summary>All tasks that the query asks for; null if they could not be read whole.</summary>
    public async Task<IReadOnlyCollection<TaskListItem>?> ListAsync(DashScopeAccount account, TaskListQuery query, CancellationToken stoppingToken) =>
        await ListAsync(account, query, MaxPages, stoppingToken) is { Whole: true } listed ? listed.Items : null;

    /// <summary>The tasks that the query asks for, as many as so many pages hold; null if a page could not be read.</summary>
    public async Task<(IReadOnlyCollection<TaskListItem> Items, bool Whole)?> ListAsync(
        DashScopeAccount account, TaskListQuery query, int maxPages, CancellationToken stoppingToken)
    {
        var items = new Dictionary<string, TaskListItem>();
        for (var page = 1; page <= maxPages; page++)
        {
            await shared.TakeListTurnAsync(account, LongestTurn, stoppingToken);
            var outcome = await client.ListAsync(account, query with { Page = page, PageSize = PageSize }, stoppingToken);
            metrics.Asked(account.Name, "list", outcome);
            if (outcome is not ListOutcome.Listed { Page: var listed })
                return null;
            foreach (var item in listed.Items)
                items[item.TaskId] = item;
            if (listed.Items.Count < PageSize && (listed.TotalPages is null || page >= listed.TotalPages))
                return (items.Values, true);
        }

        return (items.Values, false);
    }

    /// <summary>How a task stands.</summary>
    public async Task<QueryOutcome> QueryAsync(DashScopeAccount account, string taskId, CancellationToken stoppingToken)
    {
        await shared.TakeListTurnAsync(account, LongestTurn, stoppingToken);
        var outcome = await client.QueryAsync(account, taskId, stoppingToken);
        metrics.Asked(account.Name, "ask", outcome);
        return outcome;
    }

    /// <summary>What a succeeded task says of itself, asked for until it tells its prompt; null if it could not be asked.</summary>
    public async Task<ToldTask?> ToldAsync(DashScopeAccount account, string taskId, CancellationToken stoppingToken)
    {
        if (told.TryGetValue(taskId, out var known))
            return known;
        if (await QueryAsync(account, taskId, stoppingToken) is not QueryOutcome.Answered { Task: { Status: DashScopeTaskStatus.Succeeded } task })
            return null;
        var says = ToldTask.Of(task);
        if (says.PromptSha256 is null)
            return says; // It may tell it later.
        if (told.Count >= MostRemembered)
            told.Clear();
        return told[taskId] = says;
    }
}

/// <summary>What a succeeded task says of itself.</summary>
/// <param name="PromptSha256">Fingerprint of its prompt; null if the vendor did not tell it.</param>
/// <param name="Usage">What is billed.</param>
internal sealed record ToldTask(string? PromptSha256, VideoUsage? Usage)
{
    public static ToldTask Of(DashScopeTask task) => new(task.Prompt is { } prompt ? TaskIdentity.Fingerprint(prompt) : null, task.Usage);

    /// <summary>Whether it tells this submission's prompt, whatever its facts.</summary>
    public bool HasPromptOf(Submission submission) => PromptSha256 is not null && PromptSha256 == FingerprintOf(submission);

    /// <summary>Whether it was made of this submission's request; null if it does not say, or its facts are other than were asked for.</summary>
    public bool? IsOf(Submission submission) => FingerprintOf(submission) is { } fingerprint
        ? TaskIdentity.IsOf(fingerprint, submission.Expected, PromptSha256, Usage)
        : null;

    // The saga judges one that an older release took in by its request; so must we, or the two would never agree again.
    private static string? FingerprintOf(Submission submission) =>
        submission.PromptSha256 ?? (submission.Body is { } body ? TaskIdentity.FingerprintOfBody(body) : null);
}
