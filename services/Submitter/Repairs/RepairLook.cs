using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.Hosting.Clocks;
using Wan.Storage;
using Wan.Submitter.Posting;
using Wan.Submitter.Quotas;

namespace Wan.Submitter.Repairs;

/// <summary>Reads the vendor's list for a few uncertain submissions, and sets what it shows against what we know.</summary>
internal sealed class RepairLook(
    IDocuments<Submission> submissions,
    IDocuments<StrayBook> books,
    RequestsByPrompt requests,
    SharedDocuments shared,
    AccountQueries queries,
    ClockGuard clock,
    IOptions<SubmitterOptions> options,
    TimeProvider time)
{
    private const int Neighbours = 200;

    // A later task of ours bears witness to what the list shows of the time before it; an hour of them is enough.
    private static readonly TimeSpan WitnessTime = TimeSpan.FromHours(1);

    /// <summary>One look; null if the list could not be read.</summary>
    public async Task<RepairView?> AtAsync(
        DashScopeAccount account, string model, IReadOnlyList<Submission> uncertain, CancellationToken stoppingToken)
    {
        var allowance = options.Value.Repair.ClockAllowance;
        var from = uncertain.Min(submission => submission.Attempt!.SendAt) - allowance;
        var to = uncertain.Max(submission => submission.Attempt!.EndedAt ?? time.GetUtcNow()) + options.Value.Repair.AbsentAfter + WitnessTime;
        var query = new TaskListQuery { Model = model, From = from - allowance, To = to + allowance };
        var askedAt = time.GetUtcNow();
        var items = await queries.ListAsync(account, query, stoppingToken);
        if (items is null)
            return null;

        // Only after the list: what it shows and was in flight while it was read is known by now, or is among the suspects.
        var holders = await HoldersAsync(account, model, uncertain, stoppingToken);
        var ours = await OursAsync(items, holders, uncertain, stoppingToken);
        var orphans = await OrphansAsync(account.Name, stoppingToken);
        var now = time.GetUtcNow();
        var witnessed = Witnessed(items, ours).ToList();
        var view = new RepairView
        {
            Unclaimed = [.. items.Where(item => !ours.ContainsKey(item.TaskId))],
            Orphans = orphans,
            Suspects = [.. holders.SelectMany(Suspect.Of)],
            Late = options.Value.Repair.AbsentAfter,
            Offset = ClockOffset.From(witnessed.Select(witness => (witness.SendAt, witness.EndedAt, witness.CreatedAt)), allowance, 2 * clock.MaxOffset),
            Witnesses = [.. witnessed.Select(witness => new Witness(witness.SendAt, witness.Host))],
            BetweenHosts = 2 * clock.MaxOffset,
            Complete = await IsCompleteAsync(account, model, items, holders, from, askedAt < to ? askedAt : to, now, stoppingToken),
        };
        view = view with { Told = await ToldAsync(account, view, now, stoppingToken) };
        var others = await OthersAsync(account.Name, view, now, stoppingToken);
        var theirs = others.SelectMany(other => other.Orphans).Where(orphan => orphan.FoundBy != TaskFoundBy.Prompt).Select(orphan => orphan.TaskId).ToHashSet();
        return view with
        {
            Unclaimed = [.. view.Unclaimed.Where(item => !theirs.Contains(item.TaskId))],
            Suspects = [.. view.Suspects, .. others.SelectMany(Suspect.Of).Where(suspect => suspect.Attempt.Account == account.Name)],
        };
    }

    // Tasks that are known to be of a generation's request beside its own, if only by their prompts.
    private async Task<Dictionary<string, string>> OrphansAsync(string account, CancellationToken stoppingToken) =>
        await books.FindAsync(account, stoppingToken) is { } book
            ? book.Tasks.Where(pair => pair.Value.GenerationId is not null).ToDictionary(pair => pair.Key, pair => pair.Value.GenerationId!)
            : [];

    // Who holds no slot here and may all the same have made one of those that somebody in doubt could take.
    private async Task<List<Submission>> OthersAsync(string account, RepairView view, DateTimeOffset now, CancellationToken stoppingToken)
    {
        var known = view.Suspects.Select(suspect => suspect.Submission.Id).ToHashSet();
        var others = new Dictionary<string, Submission>();
        foreach (var item in view.Unclaimed)
        {
            if (view.Told.GetValueOrDefault(item.TaskId) is not { } told || !view.Suspects.Any(suspect => suspect.InDoubt && told.IsOf(suspect.Submission) == true))
                continue;
            foreach (var submission in await requests.AllAsync(account, item, told, now, stoppingToken))
                others[submission.Id] = submission;
        }

        return [.. others.Values.Where(other => !known.Contains(other.Id))];
    }

    // Everyone who has a slot, and so may have a task, as they are now; the uncertain ones as the caller has claimed them.
    private async Task<List<Submission>> HoldersAsync(
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

    private async Task<Dictionary<string, Submission>> OursAsync(
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

    private static IEnumerable<(DateTimeOffset SendAt, DateTimeOffset EndedAt, DateTimeOffset CreatedAt, string? Host)> Witnessed(
        IEnumerable<TaskListItem> items, Dictionary<string, Submission> ours) =>
        from item in items
        where item.CreatedAt is not null && ours.ContainsKey(item.TaskId)
        let owner = ours[item.TaskId]
        let attempt = owner.Attempts.Find(attempt => attempt.Id == owner.Task?.AttemptId)
        where owner.Task?.TaskId == item.TaskId && attempt is { EndedAt: not null, Outcome: Attempt.Accepted } // It was made before its answer came.
        select (attempt.SendAt, attempt.EndedAt!.Value, item.CreatedAt!.Value, attempt.Host);

    // A list that misses a task of ours that we knew of when it was asked for proves nothing; once caught, not for a while. Nor does one that misses what
    // another list has shown, as long as that may be of whoever is in doubt.
    private async Task<bool> IsCompleteAsync(
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

    private async Task<IReadOnlyDictionary<string, ToldTask>> ToldAsync(
        DashScopeAccount account, RepairView view, DateTimeOffset now, CancellationToken stoppingToken)
    {
        var told = new Dictionary<string, ToldTask>();
        var doubted = (await shared.State(account.Name).ReadAsync(stoppingToken)).PromptsDoubtedUntil > now;
        foreach (var item in RepairRules.ToAsk(view, now).ToList())
        {
            if (await queries.ToldAsync(account, item.TaskId, stoppingToken) is { } said
                && !(doubted && view.Suspects.All(suspect => said.IsOf(suspect.Submission) == false)))
            {
                told[item.TaskId] = said;
            }
        }

        return told;
    }
}
