using Wan.DashScope;
using Wan.Poller.Budgets;
using Wan.Poller.Timing;

namespace Wan.Poller.Looks;

/// <summary>Lists: which of many tasks still run, page by page of a window of submit times.</summary>
internal sealed partial class LookActions
{
    private const int MostPages = 20;

    private static readonly TimeSpan PageWait = TimeSpan.FromSeconds(3);
    private static readonly int[] OneMoreList = [0, 0, 1, 0];

    private async Task ListAsync(IReadOnlyList<HeldWatch> members)
    {
        var askedAt = time.GetUtcNow();
        var running = new Dictionary<string, TaskListItem>(StringComparer.Ordinal);
        var read = 0;
        for (var page = 1; page <= MostPages; page++)
        {
            if (page > 1 && !await TakePageAsync())
                break;
            var outcome = await client.ListAsync(account, QueryOf(members, page), CancellationToken.None);
            budget.Ended();
            if (outcome is not ListOutcome.Listed(var listed))
            {
                await ListFailedAsync(outcome);
                return;
            }

            await budget.SucceededAsync();
            read += listed.Items.Count;
            foreach (var item in listed.Items)
                if (item.Status == DashScopeTaskStatus.Running)
                    running.TryAdd(item.TaskId, item);
            var total = listed.Total ?? read;
            if (page == 1)
                lists.Listed(listed.Items.Count, total, members.Count(member => running.ContainsKey(member.Watch.Id)));
            if (read >= total || listed.Items.Count == 0)
            {
                await ConcludeAsync(members, running, complete: read >= total, askedAt);
                return;
            }
        }

        await ConcludeAsync(members, running, complete: false, askedAt);
    }

    private async Task ConcludeAsync(
        IReadOnlyList<HeldWatch> members, Dictionary<string, TaskListItem> running, bool complete, DateTimeOffset askedAt)
    {
        var shown = askedAt - lists.Lag;
        foreach (var member in members)
        {
            if (running.TryGetValue(member.Watch.Id, out var item))
                await ShownRunningAsync(member, item, shown, askedAt);
            else if (complete && member.Seen.Running)
                member.Gone = member.Listable && shown > member.Seen.At;
            else if (complete)
                member.NotRunningAt = shown;
        }
    }

    private async Task ShownRunningAsync(HeldWatch member, TaskListItem item, DateTimeOffset shown, DateTimeOffset askedAt)
    {
        member.Misses = 0;
        member.ListedAt = askedAt;
        if (item.CreatedAt is { } created)
            member.Created(created);
        if (member.Watch.StartedAt is null)
            Keep(member, await changes.StartedAsync(member.Watch, item.StartedAt ?? askedAt));
        var started = member.Watch.StartedAt ?? askedAt;
        var seen = shown > member.Seen.At ? shown : member.Seen.At;
        member.See(
            new Sighting(Running: true, started, seen > started ? seen : started),
            histories.Known(member.Watch.Model, member.Watch.Expected),
            lowestPrice);
    }

    private static TaskListQuery QueryOf(IReadOnlyList<HeldWatch> members, IReadOnlyList<string>? models, int pageSize, int page) => new()
    {
        From = members.Min(member => member.CreatedFrom),
        To = members.Max(member => member.CreatedTo).AddSeconds(1),
        Model = models is [var only] ? only : null,
        Status = DashScopeTaskStatus.Running,
        Page = page,
        PageSize = pageSize,
    };

    private TaskListQuery QueryOf(IReadOnlyList<HeldWatch> members, int page) =>
        QueryOf(members, [.. members.Select(member => member.Watch.Model).Distinct().Take(2)], lists.PageSize, page);

    // A further page of a list that turned out longer than thought; without it the list still says which tasks run.
    private async Task<bool> TakePageAsync()
    {
        for (var until = time.GetUtcNow() + PageWait; time.GetUtcNow() < until;)
        {
            if ((await budget.TakeAsync(OneMoreList, CancellationToken.None))[(int)QueryClass.List] == 1)
                return true;
            var wait = budget.NextFree - time.GetUtcNow();
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, time);
        }

        return false;
    }

    private async Task ListFailedAsync(ListOutcome outcome)
    {
        lists.Failed(time.GetUtcNow());
        switch (outcome)
        {
            case ListOutcome.Throttled:
                await ThrottledAsync(null);
                break;
            case ListOutcome.Unauthorised(var error):
                await UnauthorisedAsync(error);
                break;
            case ListOutcome.Failed(var error):
                await FailedAsync(null, error);
                break;
        }
    }
}
