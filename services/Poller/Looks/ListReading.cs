using Wan.DashScope.Client;
using Wan.Poller.Timing;

namespace Wan.Poller.Looks;

/// <summary>
/// One list while its pages come, and what it shows of its members. Does no I/O: <see cref="ListReader"/> asks for the pages; <c>./wan plan</c> concludes by it too.
/// </summary>
internal sealed class ListReading
{
    private readonly Look.List look;
    private readonly ListConditions lists;
    private readonly Func<string, HeldWatch?> find;
    private readonly Action<HeldWatch, Sighting> see;
    private readonly DateTimeOffset askedAt;
    private readonly Dictionary<string, TaskListItem> shown = new(StringComparer.Ordinal);
    private readonly List<(DateTimeOffset From, DateTimeOffset To)> seams = [];
    private DateTimeOffset? oldest;
    private int pages;
    private int read;
    private bool complete;

    /// <param name="look">The list that is to be read.</param>
    /// <param name="lists">What lists are good for; told what this one shows.</param>
    /// <param name="find">The task of an id, if this replica holds it.</param>
    /// <param name="see">Takes in what is certain of a task now.</param>
    /// <param name="askedAt">When the first page is asked for.</param>
    public ListReading(Look.List look, ListConditions lists, Func<string, HeldWatch?> find, Action<HeldWatch, Sighting> see, DateTimeOffset askedAt)
    {
        (this.look, this.lists, this.find, this.see, this.askedAt) = (look, lists, find, see, askedAt);
        Query = new TaskListQuery
        {
            From = ListWindow.From(look.Members),
            To = ListWindow.To(look.Members, lists.LastSecondCounts),
            Model = look.Members.Select(member => member.Watch.Model).Distinct().Take(2).ToList() is [var only] && lists.KnowByName(only) ? only : null,
            Status = look.Status,
            PageSize = lists.PageSize,
        };
    }

    /// <summary>What to ask for, but for the page.</summary>
    public TaskListQuery Query { get; }

    /// <summary>Takes the next page.</summary>
    /// <returns>Whether it was the last one.</returns>
    public bool Take(TaskListPage listed, DateTimeOffset now)
    {
        pages++;
        read += listed.Items.Count;
        if (oldest is { } before)
            seams.Add((listed.Items.Max(item => item.CreatedAt) ?? DateTimeOffset.MinValue, before));
        oldest = listed.Items.Min(item => item.CreatedAt);
        foreach (var item in listed.Items)
        {
            if (item.Status == look.Status)
                shown.TryAdd(item.TaskId, item);
            if (Query.Model is null && find(item.TaskId) is { } ours)
                lists.Named(ours.Watch.Model, item.Model);
            if (item.CreatedAt is { } created)
                lists.Showed(created, Query.To!.Value);
        }

        var total = listed.Total ?? read;
        if (pages == 1 && look.Status == DashScopeTaskStatus.Running)
            lists.Listed(listed.Items.Count, total, listed.Items.Count(item => find(item.TaskId) is not null), now);
        else if (pages == 1)
            lists.SucceededListed(listed.Items.Count, total, look.Expected);
        complete = read >= total;
        return complete || listed.Items.Count == 0;
    }

    /// <summary>Notes what the pages show of the members.</summary>
    /// <returns>Those that have begun to run, to be told; the others are done with.</returns>
    public List<HeldWatch> Conclude()
    {
        var at = askedAt - lists.Lag;
        if (look.Status == DashScopeTaskStatus.Running)
            return ConcludeRunning(at, byName: Query.Model is not null);
        foreach (var member in look.Members)
        {
            if (shown.ContainsKey(member.Watch.Id))
                member.Gone = true;
            else if (complete && member.MayBeLeftOut && at > member.Seen.At)
                See(member, member.Seen with { At = at });
            member.Busy = false;
        }

        return [];
    }

    private List<HeldWatch> ConcludeRunning(DateTimeOffset at, bool byName)
    {
        var begun = new List<HeldWatch>();
        foreach (var member in look.Members)
        {
            if (shown.TryGetValue(member.Watch.Id, out var item))
                ShownRunning(member, item, at);
            else if (!member.InDoubt && seams.Exists(seam => member.CreatedTo >= seam.From && member.CreatedFrom <= seam.To))
                member.InDoubt = true; // While the pages were read others left the list, so that it may have slipped from the next page to the last.
            else if (complete && member.Seen.Running)
                (member.Gone, member.LeftOutByName) = (member.Listable && at > member.Seen.At, byName);
            else if (complete)
                (member.NotRunningAt, member.LeftOutByName) = (at, byName);
            if (member.Seen.Running && member.Watch.StartedAt is null)
                begun.Add(member);
            else
                member.Busy = false; // What has ended need not wait until the others are written.
        }

        return begun;
    }

    private void ShownRunning(HeldWatch member, TaskListItem item, DateTimeOffset at)
    {
        member.Misses = 0;
        member.ListedAt = askedAt;
        if (item.CreatedAt is { } created)
            member.Created(created);
        var started = member.Watch.StartedAt ?? item.StartedAt ?? askedAt;
        var seen = at > member.Seen.At ? at : member.Seen.At;
        See(member, new Sighting(Running: true, started, seen > started ? seen : started));
    }

    private void See(HeldWatch member, Sighting seen)
    {
        member.UnfinishedAt = askedAt;
        see(member, seen);
    }
}
