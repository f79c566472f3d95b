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
    KnownTasks known,
    RequestsByPrompt requests,
    SharedDocuments shared,
    AccountQueries queries,
    ClockGuard clock,
    IOptions<SubmitterOptions> options,
    TimeProvider time)
{
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
        var holders = await known.HoldersAsync(account, model, uncertain, stoppingToken);
        var ours = await known.OursAsync(items, holders, uncertain, stoppingToken);
        var orphans = await known.OrphansAsync(account.Name, stoppingToken);
        var now = time.GetUtcNow();
        var witnessed = Witnessed(items, ours).ToList();
        var view = new RepairView
        {
            Unclaimed = [.. items.Where(item => !ours.ContainsKey(item.TaskId))],
            Orphans = orphans,
            Suspects = [.. holders.SelectMany(Suspect.Of)],
            Late = options.Value.Repair.AbsentAfter,
            Offset = ClockOffset.From(witnessed.Select(witness => (witness.SendAt, witness.EndedAt, witness.CreatedAt)), allowance, 2 * clock.MaxOffset),
            Witnesses = [.. witnessed.Select(witness => new Witness(witness.SendAt, witness.Host, witness.AccountMark))],
            BetweenHosts = 2 * clock.MaxOffset,
            Complete = await known.IsCompleteAsync(account, model, items, holders, from, askedAt < to ? askedAt : to, now, stoppingToken),
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

    // Who holds no slot here and may all the same have made one of those that somebody in doubt could take.
    private async Task<List<Submission>> OthersAsync(string account, RepairView view, DateTimeOffset now, CancellationToken stoppingToken)
    {
        var suspected = view.Suspects.Select(suspect => suspect.Submission.Id).ToHashSet();
        var others = new Dictionary<string, Submission>();
        foreach (var item in view.Unclaimed)
        {
            if (view.Told.GetValueOrDefault(item.TaskId) is not { } told || !view.Suspects.Any(suspect => suspect.InDoubt && told.IsOf(suspect.Submission) == true))
                continue;
            foreach (var submission in await requests.AllAsync(account, item, told, now, stoppingToken))
                others[submission.Id] = submission;
        }

        return [.. others.Values.Where(other => !suspected.Contains(other.Id))];
    }

    private static IEnumerable<(DateTimeOffset SendAt, DateTimeOffset EndedAt, DateTimeOffset CreatedAt, string? Host, string? AccountMark)> Witnessed(
        IEnumerable<TaskListItem> items, Dictionary<string, Submission> ours) =>
        from item in items
        where item.CreatedAt is not null && ours.ContainsKey(item.TaskId)
        let owner = ours[item.TaskId]
        let attempt = owner.Attempts.Find(attempt => attempt.Id == owner.Task?.AttemptId)
        where owner.Task?.TaskId == item.TaskId && attempt is { EndedAt: not null, Outcome: Attempt.Accepted } // It was made before its answer came.
        select (attempt.SendAt, attempt.EndedAt!.Value, item.CreatedAt!.Value, attempt.Host, attempt.AccountMark);

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
