using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.Storage;
using Wan.Submitter.Quotas;

namespace Wan.Submitter.Repairs;

/// <summary>What is known here of the tasks that a list shows, and of those that it should show.</summary>
internal sealed class KnownTasks(IDocuments<Submission> submissions, IDocuments<StrayBook> books, SharedDocuments shared, IOptions<SubmitterOptions> options)
{
    private const int Neighbours = 200;

    /// <summary>Tasks that are known to be of a generation's request beside its own, if only by their prompts; with the generation.</summary>
    public async Task<Dictionary<string, string>> OrphansAsync(string account, CancellationToken stoppingToken) =>
        await books.FindAsync(account, stoppingToken) is { } book
            ? book.Tasks.Where(pair => pair.Value.GenerationId is not null).ToDictionary(pair => pair.Key, pair => pair.Value.GenerationId!)
            : [];

    /// <summary>Everyone who has a slot, and so may have a task, as they are now; the uncertain ones as the caller has claimed them.</summary>
    public async Task<List<Submission>> HoldersAsync(
        DashScopeAccount account, string model, IReadOnlyList<Submission> uncertain, CancellationToken stoppingToken)
    {
        var holders = uncertain.ToDictionary(submission => submission.Id);
        var quota = await shared.Quota(account.Name, model).ReadAsync(stoppingToken);
        foreach (var generationId in quota.Slots.Keys)
        {
            if (!holders.ContainsKey(generationId) && await submissions.FindAsync(generationId, stoppingToken) is { } holder)
                holders.Add(generationId, holder);
        }

        return [.. holders.Values];
    }

    /// <summary>Of the tasks that a list shows, those that are somebody's already; with their owners.</summary>
    public async Task<Dictionary<string, Submission>> OursAsync(
        IEnumerable<TaskListItem> items, List<Submission> holders, IReadOnlyList<Submission> uncertain, CancellationToken stoppingToken)
    {
        var requestIds = uncertain.Select(submission => submission.Attempt!.VendorRequestId).Where(id => !string.IsNullOrEmpty(id)).ToHashSet();
        var ours = new Dictionary<string, Submission>();
        foreach (var holder in holders)
        {
            foreach (var orphan in holder.Orphans.Where(orphan => orphan.FoundBy != TaskFoundBy.Prompt))
                ours[orphan.TaskId] = holder;
        }

        foreach (var item in items)
        {
            // What a person has named is the word of nobody until the task tells its prompt, and never where its request id proves another's.
            if (await submissions.FindByUniqueKeyAsync(item.TaskId, stoppingToken) is { } owner
                && !(owner.Task?.FoundBy == TaskFoundBy.Operator && (owner.State == SubmissionState.Submitted || requestIds.Contains(item.RequestId))))
            {
                ours[item.TaskId] = owner;
            }
        }

        return ours;
    }

    /// <summary>
    /// Whether a list shows all that it should. One that misses a task of ours that we knew of when it was asked for proves nothing; once caught, not for
    /// a while. Nor does one that misses what another list has shown, as long as that may be of whoever is in doubt.
    /// </summary>
    public async Task<bool> IsCompleteAsync(
        DashScopeAccount account,
        string model,
        IReadOnlyCollection<TaskListItem> items,
        List<Submission> holders,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        CancellationToken stoppingToken)
    {
        var shown = items.Select(item => item.TaskId).ToHashSet();
        var ended = await submissions.PageAsync(
            new PageQuery { Limit = Neighbours, Status = nameof(SubmissionState.Ended) }, stoppingToken);
        var missing = holders.Concat(ended.Items)
            .Where(submission => submission.Model == model && submission.Task is { } task && task.Account == account.Name
                && task.FoundBy != TaskFoundBy.Operator // Which need not even be one of this model.
                && task.SubmittedAt >= from && task.SubmittedAt <= to && !shown.Contains(task.TaskId))
            .ToList();
        var state = shared.State(account.Name);
        if (missing.Exists(submission => now - submission.Task!.SubmittedAt >= options.Value.Repair.AbsentAfter))
        {
            await state.ChangeAsync(document =>
            {
                document.ListDoubtedUntil = now + AccountState.DoubtFor;
                return true;
            });
        }

        if (await books.FindAsync(account.Name, stoppingToken) is { } book
            && book.Tasks.Any(pair => (pair.Value.Model.Length == 0 || pair.Value.Model == model) && pair.Value.CreatedAt >= from && pair.Value.CreatedAt <= to
                && pair.Value.GenerationId is null && !shown.Contains(pair.Key)))
        {
            return false;
        }

        return missing.Count == 0 && !((state.Latest ?? await state.ReadAsync(stoppingToken)).ListDoubtedUntil > now);
    }
}
