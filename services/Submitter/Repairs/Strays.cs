using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.Hosting;
using Wan.Hosting.Clocks;
using Wan.Storage;
using Wan.Submitter.Posting;

namespace Wan.Submitter.Repairs;

/// <summary>
/// Sees to it that no task on an account goes unseen: lists what the account runs, and finds out of each task that no generation has whether it
/// was made of a request of ours (an orphan: paid beside the generation's own) or by another program.
/// </summary>
internal sealed partial class Strays(
    IDocuments<StrayBook> books,
    IDocuments<Submission> submissions,
    RequestsByPrompt requests,
    LateTasks late,
    AccountQueries queries,
    ClockGuard clock,
    IBus bus,
    SubmitterMetrics metrics,
    IOptions<SubmitterOptions> options,
    TimeProvider time,
    ILogger<Strays> logger)
{
    // More tasks than that since the last list are more than an account can submit.
    private const int MaxPages = 20;

    private readonly ConcurrentDictionary<string, SharedDocument<StrayBook>> bookOf = new();

    /// <summary>Looks at one account, if it is its time and no other replica does.</summary>
    public async Task LookAsync(DashScopeAccount account, CancellationToken stoppingToken)
    {
        var book = Book(account.Name);
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
            looked[taskId] = await LookAsync(account, taskId, stray, stoppingToken);
        await PutAsync(account.Name, looked);
    }

    /// <summary>The answer to a POST has named a task that its generation does not need. It is watched until it has told what it costs.</summary>
    public async Task KnownAsync(Submission submission, string attemptId)
    {
        foreach (var orphan in submission.Orphans.Where(orphan => orphan.AttemptId == attemptId))
        {
            var now = time.GetUtcNow();
            var stray = new Stray
            {
                Model = submission.Model, CreatedAt = orphan.SubmittedAt, LookAt = now + options.Value.Strays.FirstLook, GenerationId = submission.Id,
            };
            await PutAsync(orphan.Account, new Dictionary<string, Stray?> { [orphan.TaskId] = stray });
            Raise(submission.Id, orphan.TaskId, orphan.Account, submission.Model);
            await TellAsync(orphan.Account, orphan.TaskId, stray, endedAs: null, usage: null);
        }
    }

    private SharedDocument<StrayBook> Book(string account) => bookOf.GetOrAdd(account, id => new(
        books,
        id,
        () => new StrayBook { Id = id, CreatedAt = time.GetUtcNow() },
        book => clock.IsTrusted(out _) && StrayRules.Bound(book, options.Value.Strays, time.GetUtcNow(), clock.MaxOffset)));

    private Task PutAsync(string account, Dictionary<string, Stray?> looked) => Book(account).ChangeAsync(book =>
    {
        foreach (var (taskId, stray) in looked)
            book.Put(taskId, stray);
        return looked.Count > 0;
    });

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

    /// <summary>Finds out more of one.</summary>
    /// <returns>What is known now; null if it is a generation's own task after all.</returns>
    private async Task<Stray?> LookAsync(DashScopeAccount account, string taskId, Stray stray, CancellationToken stoppingToken)
    {
        var now = time.GetUtcNow();
        if (await submissions.FindByUniqueKeyAsync(taskId, stoppingToken) is not null)
            return null;
        if (await queries.QueryAsync(account, taskId, stoppingToken) is not QueryOutcome.Answered { Task: var task })
            return StrayRules.Later(stray, options.Value.Strays, now);
        switch (task.Status)
        {
            case DashScopeTaskStatus.Succeeded when stray.GenerationId is not null:
                await TellAsync(account.Name, taskId, stray, task.StatusWord, task.Usage);
                return stray with { LookAt = null };
            case DashScopeTaskStatus.Succeeded:
                return await IdentifyAsync(account, taskId, stray, task, stoppingToken);
            case DashScopeTaskStatus.Failed or DashScopeTaskStatus.Canceled:
                if (stray.GenerationId is null)
                    metrics.Foreign(account.Name, stray.Model);
                else
                    await TellAsync(account.Name, taskId, stray, task.StatusWord, usage: null);
                return stray with { LookAt = null };
            default:
                return StrayRules.Later(stray, options.Value.Strays, now);
        }
    }

    private async Task<Stray> IdentifyAsync(
        DashScopeAccount account, string taskId, Stray stray, DashScopeTask task, CancellationToken stoppingToken)
    {
        var told = ToldTask.Of(task);
        var (owner, inDoubt) = await requests.FindAsync(account.Name, stray, told, stoppingToken);
        if (inDoubt)
        {
            // The repair decides on it, unless it was over for the repair already.
            if (owner!.State is SubmissionState.Waiting or SubmissionState.Submitted)
                await late.ToldAsync(account.Name, taskId, stray, told, stoppingToken);
            return StrayRules.Later(stray, options.Value.Strays, time.GetUtcNow());
        }

        if (told.PromptSha256 is null && stray.Looks < StrayRules.PromptLooks)
            return StrayRules.Later(stray, options.Value.Strays, time.GetUtcNow()); // It may tell it later.

        if (owner is null)
        {
            metrics.Foreign(account.Name, stray.Model);
            return stray with { LookAt = null };
        }

        var found = stray with { GenerationId = owner.Id, LookAt = null };
        if (await KeepAsync(owner.Id, account.Name, taskId))
            Raise(owner.Id, taskId, account.Name, owner.Model);
        await TellAsync(account.Name, taskId, found, task.StatusWord, task.Usage);
        return found;
    }

    // Into the submission too, so that nobody takes it for somebody's again.
    private async Task<bool> KeepAsync(string generationId, string account, string taskId)
    {
        var news = false;
        var kept = await submissions.ChangeAsync(generationId, submission =>
        {
            news = !submission.Orphans.Exists(orphan => orphan.TaskId == taskId);
            if (news)
            {
                submission.Orphans.Add(new VendorTask(
                    taskId, account, submission.Attempt?.Id ?? "", VendorRequestId: null, time.GetUtcNow(), TaskFoundBy.Prompt));
            }

            return news;
        });
        return kept is not null && news;
    }

    private void Raise(string generationId, string taskId, string account, string model)
    {
        Log.Orphan(logger, generationId, taskId, account);
        metrics.Orphaned(account, model);
    }

    private Task TellAsync(string account, string taskId, Stray stray, string? endedAs, VideoUsage? usage) => bus.PublishInTimeAsync(
        new OrphanTaskFound
        {
            GenerationId = stray.GenerationId!,
            Account = account,
            Model = stray.Model,
            TaskId = taskId,
            FoundAt = time.GetUtcNow(),
            CreatedAt = stray.CreatedAt,
            EndedAs = endedAs,
            Usage = usage,
        },
        time);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Task {TaskId} on account {Account} was made of generation {GenerationId}'s request beside its own task: it is paid and makes no video for it.")]
        public static partial void Orphan(ILogger logger, string generationId, string taskId, string account);
    }
}
