using Microsoft.Extensions.Options;
using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.Storage;

namespace Wan.Submitter.Repairs;

/// <summary>
/// Sees to it that no task on an account goes unseen: lists what the account runs, and finds out of each task that no generation has whether it
/// was made of a request of ours (an orphan: paid beside the generation's own) or by another program.
/// </summary>
internal sealed class Strays(
    StrayBooks books,
    IDocuments<Submission> submissions,
    LateTasks late,
    AccountQueries queries,
    StrayLook look,
    IOptions<SubmitterOptions> options,
    TimeProvider time)
{
    // More tasks than that since the last list are more than an account can submit.
    private const int MaxPages = 20;

    /// <summary>Looks at one account, if it is its time and no other replica does.</summary>
    public async Task LookAsync(DashScopeAccount account, CancellationToken stoppingToken)
    {
        var book = books.Of(account.Name);
        var (settings, now) = (options.Value.Strays, time.GetUtcNow());
        if (!await book.ChangeAsync(document =>
            {
                var taken = StrayRules.TakeTurn(document, settings, now);
                return (taken, taken);
            }))
        {
            return;
        }

        var shown = new Dictionary<string, TaskListItem>();
        foreach (var query in StrayRules.Queries(await book.ReadAsync(stoppingToken), options.Value, now))
        {
            if (await queries.ListAsync(account, query, MaxPages, stoppingToken) is not { } listed)
                return;
            foreach (var item in listed.Items)
                shown[item.TaskId] = item;
        }

        var unknown = await WithoutOwnerAsync(shown.Values, stoppingToken);
        var decided = (await book.ReadAsync(stoppingToken)).Decided();
        await late.ShownAsync(account.Name, [.. unknown.Where(item => !decided.Contains(item.TaskId))], stoppingToken); // Before they are known: whoever dies here leaves it to the next.
        await book.ChangeAsync(document =>
        {
            var foreign = document.Foreign.Values.SelectMany(ids => ids).ToHashSet();
            foreach (var item in unknown.Where(item => !foreign.Contains(item.TaskId)))
                document.Tasks.TryAdd(item.TaskId, StrayRules.Unknown(item, settings, now));
            StrayRules.Prune(document, now);
            StrayRules.Listed(document, now);
            return true;
        });
        var looked = new Dictionary<string, Stray?>();
        var due = (await book.ReadAsync(stoppingToken)).Tasks.Where(pair => pair.Value.LookAt <= now).OrderBy(pair => pair.Value.LookAt).ToLookup(
            pair => shown.GetValueOrDefault(pair.Key)?.Status is DashScopeTaskStatus.Pending or DashScopeTaskStatus.Running);
        foreach (var (taskId, stray) in due[true])
            looked[taskId] = StrayRules.Later(stray, settings, now);
        foreach (var (taskId, stray) in due[false].Take(settings.LooksAtOnce))
            looked[taskId] = await look.AtAsync(account, taskId, stray, stoppingToken);
        await books.PutAsync(account.Name, looked);
    }

    private async Task<List<TaskListItem>> WithoutOwnerAsync(IEnumerable<TaskListItem> items, CancellationToken stoppingToken)
    {
        var unknown = new List<TaskListItem>();
        foreach (var item in items)
        {
            if (await submissions.FindByUniqueKeyAsync(item.TaskId, stoppingToken) is null)
                unknown.Add(item);
        }

        return unknown;
    }
}
