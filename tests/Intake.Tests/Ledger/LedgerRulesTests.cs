using System.Globalization;
using Wan.Contracts;
using Wan.DashScope.Costs;
using Wan.Intake.Ledger;
using Wan.Intake.Limits;

namespace Wan.Intake.Tests.Ledger;

/// <summary>How entries count, and for which day.</summary>
public sealed class LedgerRulesTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 11, 30, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Offset = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(null, true, "2026-11-30")] // The first page.
    [InlineData("2026-11-30", true, "2026-11-30")]
    [InlineData("2026-11-29", true, "2026-11-30")]
    [InlineData("2026-11-29", false, "2026-11-29")] // Its clock opens no day.
    [InlineData("2026-12-01", true, "2026-11-30")] // A clock that was ahead had opened it.
    [InlineData("2026-12-01", false, "2026-12-01")]
    public void What_comes_counts_for_today_but_for_a_clock_that_is_wrong(string? page, bool isTrusted, string day) =>
        LedgerRules.DayOf(page is null ? null : Day(page), Midnight, isTrusted, Offset).ShouldBe(Day(day));

    [Fact]
    public void A_day_that_another_has_begun_a_moment_ago_is_not_closed_again()
    {
        var today = LedgerRules.Date(Midnight);
        LedgerRules.DayOf(today, Midnight - TimeSpan.FromSeconds(4), isTrusted: true, Offset).ShouldBe(today);
        LedgerRules.DayOf(today, Midnight - TimeSpan.FromSeconds(6), isTrusted: true, Offset).ShouldBe(today.AddDays(-1));
    }

    [Fact]
    public void A_page_is_made_within_its_day_and_after_the_one_before()
    {
        var day = LedgerRules.Date(Midnight);
        LedgerRules.CreatedAt(day, null, Midnight.AddHours(-1)).ShouldBe(Midnight);
        LedgerRules.CreatedAt(day, null, Midnight.AddDays(3)).ShouldBe(Midnight.AddDays(1).AddTicks(-1));
        LedgerRules.CreatedAt(day, Midnight.AddHours(2), Midnight.AddHours(1)).ShouldBe(Midnight.AddHours(2).AddTicks(1));
        LedgerRules.CreatedAt(day, Midnight.AddDays(9), Midnight.AddHours(1)).ShouldBe(Midnight.AddHours(1));
    }

    [Fact]
    public void An_entry_counts_what_is_held_then_what_was_paid_and_what_nobody_knows_as_it_was_estimated()
    {
        var held = Entry() with { Held = new LedgerAmount(6, "CNY") };

        Count(held).ShouldBe(new LedgerSum(6, 0));
        Count(held with { Paid = [new LedgerAmount(4.98m, "CNY")] }).ShouldBe(new LedgerSum(0, 4.98m));
        Count(held with { Paid = [] }).ShouldBe(default);
        Count(held with { IsReleased = true }).ShouldBe(default);
        Count(held with { Paid = [], IsUnknown = true }).ShouldBe(new LedgerSum(0, 6));
        Count(held with { Paid = [new LedgerAmount(7, "CNY")], IsUnknown = true }).ShouldBe(new LedgerSum(0, 7));
        Count(held with { Paid = [new LedgerAmount(1, "USD")] }).ShouldBe(new LedgerSum(0, 6));
        Count(held with { Held = new LedgerAmount(1, "USD"), Paid = [new LedgerAmount(1, "USD")] }).ShouldBe(default);
        Count(Entry()).ShouldBe(default);

        static LedgerSum Count(LedgerEntry entry) => LedgerRules.Count(entry, "CNY");
    }

    [Theory]
    [InlineData(10, 4, 0, "")]
    [InlineData(10, 4, 0.000001, "budget.day")]
    [InlineData(10.5, 3.9, 0, "budget.day budget.month")]
    public void A_request_fits_if_what_is_used_what_is_held_and_itself_do_to_the_last_digit(double settled, double held, double more, string codes)
    {
        var limits = new TenantLimits { DailyBudget = 20, MonthlyBudget = 20.3m };
        var sum = new LedgerSum((decimal)held + (decimal)more, (decimal)settled);

        var breaches = LedgerRules.Check(limits, new LedgerStanding(0, sum, sum, LedgerRules.Date(Midnight)), Entry() with { Held = new LedgerAmount(6, "CNY") }, "CNY");

        string.Join(' ', breaches.Select(breach => breach.Code)).ShouldBe(codes);
    }

    [Fact]
    public void What_is_priced_in_another_currency_counts_as_if_its_price_were_unknown()
    {
        var entry = Entry() with { Held = new LedgerAmount(6, "USD") };
        Check(new TenantLimits { DailyBudget = 20 }).ShouldBe(["budget.unpriced"]);
        Check(new TenantLimits { DailyBudget = 20, AllowUnpriced = true }).ShouldBeEmpty();

        IEnumerable<string> Check(TenantLimits limits) =>
            LedgerRules.Check(limits, new LedgerStanding(0, default, default, LedgerRules.Date(Midnight)), entry, "CNY").Select(breach => breach.Code);
    }

    [Fact]
    public void A_bill_has_all_tasks_of_a_generation_by_currency()
    {
        var generation = Samples.Generation("completed");
        generation.Settled = Settlement(8.3m, "4.98", "CNY");
        generation.Orphans.Add(new OrphanTask { TaskId = "second", Settled = Settlement(5, "3", "CNY") });
        generation.Orphans.Add(new OrphanTask { TaskId = "third", Settled = Settlement(1, "0.1", "USD") });
        generation.Orphans.Add(new OrphanTask { TaskId = "runs" });

        var bill = LedgerBill.Of(generation);

        bill.Paid.ShouldBe([new LedgerAmount(7.98m, "CNY"), new LedgerAmount(0.1m, "USD")]);
        (bill.Seconds, bill.IsUnknown).ShouldBe((14.3m, false));
        generation.Orphans.Add(new OrphanTask { TaskId = "unpriced", Settled = new CostSettlement { BilledSeconds = 2, Unknown = "No price." } });
        LedgerBill.Of(generation).IsUnknown.ShouldBeTrue();
    }

    [Fact]
    public void A_page_is_due_for_what_is_held_then_once_more_and_then_never()
    {
        var (now, wait) = (Midnight, TimeSpan.FromMinutes(5));
        var page = new LedgerPage { Tenant = "acme", Number = 0, Day = LedgerRules.Date(now), CreatedAt = now, Entries = { Entry() } };

        LedgerRules.SetDue(page, now, wait);
        page.DueAt.ShouldBe(now + wait);
        for (var look = 0; look < 10; look++)
            LedgerRules.SetDueAfterLook(page, isOver: false, hasMore: false, now, wait);
        page.DueAt.ShouldBe(now.AddHours(1));
        LedgerRules.SetDueAfterLook(page, isOver: false, hasMore: true, now, wait);
        page.DueAt.ShouldBe(now + wait);
        LedgerRules.SetDue(page, now.AddMinutes(1), wait);
        page.DueAt.ShouldBe(now + wait, "the first of them is due no later");

        page.Entries[0] = page.Entries[0] with { Paid = [] };
        LedgerRules.SetDue(page, now, wait);
        page.DueAt.ShouldBe(now + LedgerRules.LastLookAfter);
        LedgerRules.SetDueAfterLook(page, isOver: true, hasMore: false, now.AddHours(1), wait);
        page.DueAt.ShouldBe(now + LedgerRules.LastLookAfter);
        LedgerRules.SetDueAfterLook(page, isOver: true, hasMore: false, now + LedgerRules.LastLookAfter, wait);
        page.DueAt.ShouldBeNull();
    }

    private static CostSettlement Settlement(decimal seconds, string amount, string currency) =>
        new() { BilledSeconds = seconds, Amount = new Money { Amount = amount, Currency = currency } };

    private static LedgerEntry Entry() => new() { Id = Guid.CreateVersion7(Midnight).ToString(), Model = Samples.Model };

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
