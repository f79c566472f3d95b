using Wan.Hosting;
using Wan.Intake.Limits;

namespace Wan.Intake.Ledger;

/// <summary>How entries count, which of them fit, and when a page is looked at. Pure.</summary>
internal static class LedgerRules
{
    /// <summary>After its last entry has ended, a page is looked at once more: later than the vendor tells of a task, earlier than a generation may be deleted.</summary>
    public static readonly TimeSpan LastLookAfter = TimeSpan.FromHours(36);

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>
    /// For which day what comes now counts. It never goes back, since a page that is open is not to be closed for a day that is over, unless a clock that was
    /// ahead had opened it. A clock that is not trusted opens no day.
    /// </summary>
    /// <param name="page">Day of the last page; null if there is none.</param>
    /// <param name="now">The time.</param>
    /// <param name="isTrusted">Whether others may go by it.</param>
    /// <param name="maxOffset">How far clocks may be off.</param>
    public static DateOnly DayOf(DateOnly? page, DateTimeOffset now, bool isTrusted, TimeSpan maxOffset)
    {
        var today = Date(now);
        return page is { } day && (!isTrusted || (day > today && day <= Date(now + maxOffset))) ? day : today;
    }

    /// <summary>When a page was made that follows another: within its day, and later than that one.</summary>
    public static DateTimeOffset CreatedAt(DateOnly day, DateTimeOffset? previous, DateTimeOffset now)
    {
        var (from, to) = (StartOf(day), StartOf(day.AddDays(1)).AddTicks(-1));
        var at = now < from ? from : now > to ? to : now;
        return previous >= at && previous < to ? previous.Value.AddTicks(1) : at;
    }

    /// <summary>What a page adds to what is counted.</summary>
    public static LedgerTotals Totals(LedgerPage page, string currency)
    {
        var (waiting, sum) = (0, default(LedgerSum));
        foreach (var entry in page.Entries)
        {
            waiting += entry.IsHeld ? 1 : 0;
            sum += Count(entry, currency);
        }

        return new LedgerTotals(page.Day, waiting, sum);
    }

    /// <summary>What an entry counts against a budget. What was paid, and nobody knows how much in that currency, counts as it was estimated.</summary>
    public static LedgerSum Count(LedgerEntry entry, string currency)
    {
        var held = entry.Held is { } most && most.Currency == currency ? most.Amount : 0;
        if (entry.Paid is not { } paid)
            return entry.IsHeld ? new LedgerSum(held, 0) : default;
        var known = paid.Where(amount => amount.Currency == currency).Sum(amount => amount.Amount);
        var isKnown = entry.IsUnknown is not true && paid.All(amount => amount.Currency == currency);
        return new LedgerSum(0, isKnown ? known : Math.Max(known, held));
    }

    /// <summary>Which limits an entry would break; none if it fits.</summary>
    public static IReadOnlyList<LimitBreach> Check(TenantLimits limits, in LedgerStanding standing, LedgerEntry entry, string currency)
    {
        var breaches = new List<LimitBreach>();
        decimal? asked = entry.Held is { } held && held.Currency == currency ? held.Amount : null;
        var (day, month) = (StartOf(standing.Day.AddDays(1)), EndOfMonth(standing.Day));
        if (limits.DailyBudget is { } daily && standing.OfDay.Held + standing.OfDay.Settled + (asked ?? 0) > daily)
            breaches.Add(new LimitBreach(LimitBreach.Day, daily, standing.OfDay.Settled, standing.OfDay.Held, asked, day));
        if (limits.MonthlyBudget is { } monthly && standing.OfMonth.Held + standing.OfMonth.Settled + (asked ?? 0) > monthly)
            breaches.Add(new LimitBreach(LimitBreach.Month, monthly, standing.OfMonth.Settled, standing.OfMonth.Held, asked, month));
        if (limits.HasBudget && asked is null && !limits.AllowUnpriced)
            breaches.Add(new LimitBreach(LimitBreach.Unpriced, 0, 0, 0, null, null));
        if (limits.MaxWaiting is { } most && standing.Waiting >= most)
            breaches.Add(new LimitBreach(LimitBreach.Waiting, most, 0, standing.Waiting, 1, null));
        return breaches;
    }

    /// <summary>Sets when a page has to be looked at, after its entries have changed.</summary>
    public static void SetDue(LedgerPage page, DateTimeOffset now, TimeSpan releaseAfter)
    {
        if (page.IsSettled)
        {
            page.DueAt = page.LastLookAt ??= now + LastLookAfter;
            return;
        }

        var first = now + releaseAfter;
        (page.LastLookAt, page.DueAt) = (null, page.LastLookAt is null && page.DueAt < first ? page.DueAt : first);
    }

    /// <summary>The same after a look: later each time, while its generations go on.</summary>
    /// <param name="isOver">All its generations have ended.</param>
    /// <param name="hasMore">It has entries that came after the look.</param>
    public static void SetDueAfterLook(LedgerPage page, bool isOver, bool hasMore, DateTimeOffset now, TimeSpan releaseAfter)
    {
        if (hasMore)
            page.DueAt = now + releaseAfter;
        else if (isOver && page.IsSettled && page.LastLookAt <= now)
            page.DueAt = null;
        else if (isOver && page.IsSettled)
            page.DueAt = page.LastLookAt ??= now + LastLookAfter;
        else
            page.DueAt = now + Backoff.Wait(page.Looks++, releaseAfter, LongestWait);
    }

    /// <summary>The furthest ahead that any of these puts it.</summary>
    public static TimeSpan Furthest => LastLookAfter;

    public static DateOnly Date(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    public static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    public static DateTimeOffset StartOfMonth(DateOnly day) => StartOf(new DateOnly(day.Year, day.Month, 1));

    public static DateTimeOffset EndOfMonth(DateOnly day) => StartOfMonth(day).AddMonths(1);
}
