using System.Collections.Concurrent;
using Wan.Intake.Limits;
using Wan.Storage;

namespace Wan.Intake.Ledger;

/// <summary>
/// What this process knows of a tenant's pages: the last one whole, of the others what they count. Of these only the counts can be old, and only by what has
/// ended since, which is looked up before anybody is refused. One caller at a time, but for <see cref="Note"/>.
/// </summary>
internal sealed class LedgerBook(string tenant, TenantLimits limits, string currency, IDocuments<LedgerPage> pages, TimeProvider time)
{
    private const int PagesAtOnce = 100;
    private const int FindsAtOnce = 8;

    // To look again and again takes no more than this share of the time.
    private const int LookShare = 10;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LoadAgainAfter = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<int, LedgerTotals> closed = new();
    private bool isLoaded;
    private DateOnly loadedFor;
    private long loadedAt;
    private long lookedAt;
    private TimeSpan looking;

    /// <summary>The last page as this process has last seen it; null if there is none. Not to be changed: <see cref="LedgerPage.Copy"/>.</summary>
    public LedgerPage? Last { get; private set; }

    /// <summary>The page before, if it was the last one in the time of this process.</summary>
    public LedgerPage? Previous { get; private set; }

    /// <summary>What is read next is read anew: the outcome of a write is not known.</summary>
    public void Forget() => isLoaded = false;

    /// <summary>Knows enough for a day.</summary>
    public async Task ReadyAsync(DateOnly day)
    {
        if (!isLoaded || time.GetElapsedTime(loadedAt) > LoadAgainAfter || From(day) < loadedFor)
            await LoadAsync(day);
        else if (limits.IsLimited && time.GetElapsedTime(lookedAt) > LookAgainAfter)
            await LookAsync();
    }

    /// <summary>Whether it has looked since somebody asked, or just now.</summary>
    /// <param name="askedAt">A timestamp.</param>
    public bool IsFresh(long askedAt)
    {
        var pause = looking * LookShare;
        return lookedAt >= askedAt || time.GetElapsedTime(lookedAt) < (pause > ShortestPause ? pause : ShortestPause);
    }

    /// <summary>What is counted so far, without a page.</summary>
    public LedgerStanding StandingWithout(int? number, DateOnly day)
    {
        var standing = new LedgerStanding(0, default, default, day);
        foreach (var (key, totals) in closed)
        {
            if (key != number)
                standing = standing.With(totals);
        }

        return Last is { } last && last.Number != number ? standing.With(LedgerRules.Totals(last, currency)) : standing;
    }

    /// <summary>This process has stored the last page, or a new one after it.</summary>
    public void Saved(LedgerPage page)
    {
        if (page.Number != Last?.Number)
            Follow(page);
        Last = page;
    }

    /// <summary>A page that is not the last one is now so.</summary>
    public void Note(LedgerPage page) => closed[page.Number] = LedgerRules.Totals(page, currency);

    /// <summary>Somebody else has changed the last page: reads it, and those that followed.</summary>
    public async Task MoveOnAsync()
    {
        if (Last is not { } last || await pages.FindAsync(last.Id) is not { } page)
        {
            await LoadAsync(loadedFor);
            return;
        }

        Last = page;
        while (!Last.TakesMore && await pages.FindAsync(LedgerPage.IdOf(tenant, Last.Number + 1)) is { } next)
        {
            Follow(next);
            Last = next;
        }
    }

    /// <summary>Reads what may have changed: the last page, and each that had an entry which was held.</summary>
    public async Task LookAsync()
    {
        var begun = time.GetTimestamp();
        await MoveOnAsync();
        if (limits.IsLimited)
        {
            await Parallel.ForEachAsync(
                closed.Where(page => page.Value.Waiting > 0).Select(page => page.Key), new ParallelOptions { MaxDegreeOfParallelism = FindsAtOnce },
                async (number, _) =>
                {
                    if (await pages.FindAsync(LedgerPage.IdOf(tenant, number), CancellationToken.None) is { } page)
                        Note(page);
                    else
                        closed.TryRemove(number, out var _);
                });
        }

        (lookedAt, looking) = (begun, time.GetElapsedTime(begun));
    }

    private void Follow(LedgerPage next)
    {
        if (Last is { } before && limits.IsLimited)
            Note(before);
        Previous = Last;
        closed.TryRemove(next.Number, out _);
    }

    private async Task LoadAsync(DateOnly day)
    {
        var (begun, from) = (time.GetTimestamp(), From(day));
        isLoaded = false;
        closed.Clear();
        (Last, Previous) = (null, null);

        // Newest first, so that a page which is read after its follower was closed before.
        await ReadAsync(new PageQuery { Limit = limits.HasBudget ? PagesAtOnce : 1, Tenant = tenant }, isWanted: page => limits.HasBudget && page.Day >= from, areAll: true);
        if (limits.IsLimited)
            await ReadAsync(new PageQuery { Limit = PagesAtOnce, Tenant = tenant, Status = "open" }, isWanted: _ => true, areAll: false);
        if (Last is { TakesMore: false })
            await MoveOnAsync();
        (isLoaded, loadedFor, loadedAt, lookedAt, looking) = (true, from, time.GetTimestamp(), begun, time.GetElapsedTime(begun));
    }

    // From which day on pages count.
    private DateOnly From(DateOnly day) => limits.MonthlyBudget is not null ? new DateOnly(day.Year, day.Month, 1) : limits.HasBudget ? day : DateOnly.MinValue;

    private async Task ReadAsync(PageQuery query, Func<LedgerPage, bool> isWanted, bool areAll)
    {
        int? follows = null;
        do
        {
            var found = await pages.PageAsync(query);
            foreach (var page in found.Items)
            {
                if (areAll && follows is { } later && page.Number != later - 1)
                    throw new StorageException($"Page {later - 1} of {tenant}'s ledger can't be read: what stands there would not be counted. The log says what is wrong with it.");
                follows = page.Number;
                if (Last is null)
                    Last = page;
                else if (page.Number != Last.Number && isWanted(page))
                    Note(page);
            }

            query = query with { Cursor = found.Items.Count > 0 && isWanted(found.Items[^1]) ? found.Next : null };
        }
        while (query.Cursor is not null);
    }
}
