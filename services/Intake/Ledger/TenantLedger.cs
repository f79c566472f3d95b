using Wan.Hosting.Clocks;
using Wan.Intake.Limits;
using Wan.Storage;

namespace Wan.Intake.Ledger;

/// <summary>
/// The ledger of one tenant, as this process writes it: what comes at the same time is one write of the last page, in which each request is decided on by
/// itself, in the order in which they came. Others write it too; who loses a race reads what the winner wrote, and decides again.
/// </summary>
internal sealed class TenantLedger
{
    private const int MostRaces = 50;
    private const int LongestPauseMs = 50;

    private readonly string tenant;
    private readonly TenantLimits limits;
    private readonly LimitsOptions options;
    private readonly IDocuments<LedgerPage> pages;
    private readonly ClockGuard guard;
    private readonly TimeProvider time;
    private readonly LedgerBook book;
    private readonly Batches<LedgerAsk> asks;

    public TenantLedger(string tenant, LimitsOptions options, IDocuments<LedgerPage> pages, ClockGuard guard, TimeProvider time)
    {
        (this.tenant, this.options, this.pages, this.guard, this.time) = (tenant, options, pages, guard, time);
        limits = options.Of(tenant);
        book = new LedgerBook(tenant, limits, options.Currency, pages, time);
        asks = new Batches<LedgerAsk>(WorkAsync);
    }

    public void Ask(LedgerAsk ask) => asks.Add(ask);

    private async Task WorkAsync(IReadOnlyList<LedgerAsk> batch)
    {
        try
        {
            await book.ReadyAsync(Day());
            var changes = batch.OfType<LedgerAsk.Change>().ToLookup(change => change.Number == book.Last?.Number);
            await Task.WhenAll(
                WriteLastAsync(batch.OfType<LedgerAsk.Hold>(), changes[true]),
                Task.WhenAll(changes[false].GroupBy(change => change.Number).Select(page => WriteAsync(page.Key, [.. page]))));
            foreach (var look in batch.OfType<LedgerAsk.Look>())
            {
                if (!book.IsFresh(look.AskedAt))
                    await book.LookAsync();
                look.Set(book.StandingWithout(null, Day()));
            }
        }
        catch (Exception exception)
        {
            book.Forget();
            foreach (var ask in batch)
                ask.Fail(exception); // Which those that have their answer do not hear.
        }
    }

    private async Task WriteLastAsync(IEnumerable<LedgerAsk.Hold> asked, IEnumerable<LedgerAsk.Change> asking)
    {
        var (holds, changes, races) = (asked.Where(hold => !hold.IsGivenUp).ToList(), asking.ToList(), 0);
        while (holds.Count + changes.Count > 0)
        {
            var (page, day) = (book.Last?.Copy(), Day());
            if (page is not null && changes.FirstOrDefault(change => change.Number != page.Number) is { } elsewhere)
            {
                changes.Remove(elsewhere); // Others have opened a page meanwhile.
                await WriteAsync(elsewhere.Number, [elsewhere]);
                continue;
            }

            var isChanged = page is not null && Apply(changes, page);
            if (page is { TakesMore: true } && page.Day != day && holds.Count > 0)
                isChanged = page.IsClosed = true;
            if (page is null || (!isChanged && !page.TakesMore))
                page = Follow(page, day);
            var taken = page.TakesMore ? Take(page, holds) : [];
            if (isChanged || taken.Count > 0)
            {
                if (taken.Count > 0)
                    LedgerRules.SetDue(page, time.GetUtcNow(), options.ReleaseAfter);
                if (!await (page.Version == 0 ? pages.InsertAsync(page) : pages.ReplaceAsync(page)))
                {
                    if (++races > MostRaces)
                        throw new StorageUnavailableException($"Others have changed the ledger of {tenant} {races} times while this was tried.", mayHaveBeenStored: false);
                    await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * Math.Min(LongestPauseMs, 1 << Math.Min(races, 6))));
                    await book.MoveOnAsync();
                    continue;
                }

                book.Saved(page);
            }
            else if (holds.Exists(hold => !book.IsFresh(hold.AskedAt)))
            {
                await book.LookAsync(); // Something may have ended.
                continue;
            }

            changes.ForEach(change => change.Done());
            changes.Clear();
            taken.ForEach(hold => hold.Set(new LedgerAnswer(page.Number, [])));
            holds.RemoveAll(taken.Contains);
            if (!isChanged && taken.Count == 0)
            {
                holds.ForEach(hold => hold.Set(Refuse(page, hold)));
                return;
            }
        }
    }

    // Each by itself: one that does not fit stands in the way of no smaller one.
    private List<LedgerAsk.Hold> Take(LedgerPage page, List<LedgerAsk.Hold> holds)
    {
        var (taken, rest) = (new List<LedgerAsk.Hold>(), book.StandingWithout(page.Number, page.Day));
        var standing = rest.With(LedgerRules.Totals(page, options.Currency));
        foreach (var hold in holds)
        {
            if (!page.TakesMore)
                break;
            if (limits.IsLimited && LedgerRules.Check(limits, standing, hold.Entry, options.Currency).Count > 0)
                continue;
            page.Entries.Add(hold.Entry);
            taken.Add(hold);
            standing = standing.With(new LedgerTotals(page.Day, 1, LedgerRules.Count(hold.Entry, options.Currency)));
        }

        return taken;
    }

    private LedgerAnswer Refuse(LedgerPage page, LedgerAsk.Hold hold)
    {
        var standing = book.StandingWithout(page.Number, page.Day).With(LedgerRules.Totals(page, options.Currency));
        var isUnderWay = hold.Entry.Key is { } key
            && new[] { page, book.Last, book.Previous }.Any(known => known?.Entries.Exists(entry => entry.IsHeld && entry.Key == key) is true);
        return new LedgerAnswer(-1, LedgerRules.Check(limits, standing, hold.Entry, options.Currency), isUnderWay);
    }

    private static bool Apply(IEnumerable<LedgerAsk.Change> changes, LedgerPage page) => changes.Aggregate(false, (any, change) => change.Apply(page) || any);

    private LedgerPage Follow(LedgerPage? before, DateOnly day) => new()
    {
        Tenant = tenant,
        Number = before is null ? 0 : before.Number + 1,
        Day = day,
        CreatedAt = LedgerRules.CreatedAt(day, before?.CreatedAt, time.GetUtcNow()),
    };

    private async Task WriteAsync(int number, IReadOnlyList<LedgerAsk.Change> changes)
    {
        try
        {
            var page = await pages.ChangeAsync(LedgerPage.IdOf(tenant, number), page => Apply(changes, page));
            if (page is not null && limits.IsLimited && number != book.Last?.Number)
                book.Note(page);
            foreach (var change in changes)
                change.Done();
        }
        catch (Exception exception)
        {
            foreach (var change in changes)
                change.Fail(exception);
        }
    }

    private DateOnly Day() => LedgerRules.DayOf(book.Last?.Day, time.GetUtcNow(), guard.IsTrusted(out _), guard.MaxOffset);
}
