using Wan.DashScope.Client;
using Wan.Poller.Timing;

namespace Wan.Poller.Looks;

/// <summary>Reads lists: which of many tasks still run or have succeeded, page by page of a window of submit times.</summary>
internal sealed class ListReader(AccountQueries queries, HeldWatches held, WatchChanges changes, ListConditions lists, TimeProvider time)
{
    private const int WritesAtOnce = 16;

    /// <summary>Reads a list to its end and notes what it shows of its members.</summary>
    /// <returns>Those that it shows to have begun to run, to be told; the others are done with. None if it could not be read.</returns>
    public async Task<IReadOnlyList<HeldWatch>> ReadAsync(Look.List look)
    {
        var askedAt = time.GetUtcNow();
        var query = QueryOf(look);
        var shown = new Dictionary<string, TaskListItem>(StringComparer.Ordinal);
        var seams = new List<(DateTimeOffset From, DateTimeOffset To)>();
        DateTimeOffset? oldest = null;
        var read = 0;
        for (var page = 1; page <= ListWay.MostPages; page++)
        {
            if (page > 1 && !await queries.TakePageAsync())
                break;
            if (await queries.ListAsync(query with { Page = page }) is not { } listed)
            {
                lists.Failed(time.GetUtcNow());
                foreach (var member in look.Members)
                    member.Busy = false;
                return [];
            }

            read += listed.Items.Count;
            if (oldest is { } before)
                seams.Add((listed.Items.Max(item => item.CreatedAt) ?? DateTimeOffset.MinValue, before));
            oldest = listed.Items.Min(item => item.CreatedAt);
            foreach (var item in listed.Items)
            {
                if (item.Status == look.Status)
                    shown.TryAdd(item.TaskId, item);
                if (query.Model is null && held.Find(item.TaskId) is { } ours)
                    lists.Named(ours.Watch.Model, item.Model);
                if (item.CreatedAt is { } created)
                    lists.Showed(created, query.To!.Value);
            }

            var total = listed.Total ?? read;
            if (page == 1 && look.Status == DashScopeTaskStatus.Running)
                lists.Listed(listed.Items.Count, total, listed.Items.Count(item => held.Find(item.TaskId) is not null), time.GetUtcNow());
            else if (page == 1)
                lists.SucceededListed(listed.Items.Count, total, look.Expected);
            if (read >= total || listed.Items.Count == 0)
                return Conclude(look, shown, seams, complete: read >= total, byName: query.Model is not null, askedAt);
        }

        return Conclude(look, shown, seams, complete: false, byName: query.Model is not null, askedAt);
    }

    /// <summary>Saves and tells that these have begun to run.</summary>
    public Task TellStartedAsync(IReadOnlyList<HeldWatch> begun) => Parallel.ForEachAsync(
        begun,
        new ParallelOptions { MaxDegreeOfParallelism = WritesAtOnce },
        async (member, _) => held.Keep(member, await changes.StartedAsync(member.Watch, member.Seen.Since)));

    private List<HeldWatch> Conclude(
        Look.List look,
        Dictionary<string, TaskListItem> shown,
        List<(DateTimeOffset From, DateTimeOffset To)> seams,
        bool complete,
        bool byName,
        DateTimeOffset askedAt)
    {
        if (look.Status == DashScopeTaskStatus.Running)
            return ConcludeRunning(look.Members, shown, seams, complete, byName, askedAt);
        var at = askedAt - lists.Lag;
        foreach (var member in look.Members)
        {
            if (shown.ContainsKey(member.Watch.Id))
                member.Gone = true;
            else if (complete && member.MayBeLeftOut && at > member.Seen.At)
                See(member, member.Seen with { At = at }, askedAt);
            member.Busy = false;
        }

        return [];
    }

    private List<HeldWatch> ConcludeRunning(
        IReadOnlyList<HeldWatch> members,
        Dictionary<string, TaskListItem> running,
        List<(DateTimeOffset From, DateTimeOffset To)> seams,
        bool complete,
        bool byName,
        DateTimeOffset askedAt)
    {
        var shown = askedAt - lists.Lag;
        var begun = new List<HeldWatch>();
        foreach (var member in members)
        {
            if (running.TryGetValue(member.Watch.Id, out var item))
                ShownRunning(member, item, shown, askedAt);
            else if (!member.InDoubt && seams.Exists(seam => member.CreatedTo >= seam.From && member.CreatedFrom <= seam.To))
                member.InDoubt = true; // While the pages were read others left the list, so that it may have slipped from the next page to the last.
            else if (complete && member.Seen.Running)
                (member.Gone, member.LeftOutByName) = (member.Listable && shown > member.Seen.At, byName);
            else if (complete)
                (member.NotRunningAt, member.LeftOutByName) = (shown, byName);
            if (member.Seen.Running && member.Watch.StartedAt is null)
                begun.Add(member);
            else
                member.Busy = false; // What has ended need not wait until the others are written.
        }

        return begun;
    }

    private void ShownRunning(HeldWatch member, TaskListItem item, DateTimeOffset shown, DateTimeOffset askedAt)
    {
        member.Misses = 0;
        member.ListedAt = askedAt;
        if (item.CreatedAt is { } created)
            member.Created(created);
        var started = member.Watch.StartedAt ?? item.StartedAt ?? askedAt;
        var seen = shown > member.Seen.At ? shown : member.Seen.At;
        See(member, new Sighting(Running: true, started, seen > started ? seen : started), askedAt);
    }

    private void See(HeldWatch member, Sighting seen, DateTimeOffset askedAt)
    {
        member.UnfinishedAt = askedAt;
        held.See(member, seen);
    }

    private TaskListQuery QueryOf(Look.List look) => new()
    {
        From = ListWindow.From(look.Members),
        To = ListWindow.To(look.Members, lists.LastSecondCounts),
        Model = look.Members.Select(member => member.Watch.Model).Distinct().Take(2).ToList() is [var only] && lists.KnowByName(only) ? only : null,
        Status = look.Status,
        PageSize = lists.PageSize,
    };
}
