using Wan.Submitter.Repairs;

namespace Wan.Submitter.Tests;

public sealed class StrayRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SubmitterOptions Options = new();

    [Fact]
    public void A_task_is_kept_as_long_as_a_list_may_show_it()
    {
        var book = NewBook();
        book.Put("known, old", NewStray(TimeSpan.FromHours(25), lookAt: null) with { GenerationId = "g" });
        book.Put("known, forgotten", NewStray(TimeSpan.FromHours(40), lookAt: null) with { GenerationId = "g" });
        book.Tasks["unknown, old"] = NewStray(TimeSpan.FromHours(20), lookAt: Now);
        book.Tasks["unknown, forgotten"] = NewStray(TimeSpan.FromHours(40), lookAt: Now);

        book.Put("foreign, old", NewStray(TimeSpan.FromHours(25), lookAt: null));
        book.Put("foreign, forgotten", NewStray(TimeSpan.FromHours(40), lookAt: null));

        StrayRules.Prune(book, Now);

        book.Tasks.Keys.ShouldBe(["known, old", "unknown, old"], ignoreOrder: true);
        book.Foreign.Values.SelectMany(ids => ids).ShouldBe(["foreign, old"]);
    }

    [Fact]
    public void A_list_goes_on_where_the_last_one_ended_and_never_spans_more_than_a_day()
    {
        var book = NewBook();
        book.ListedTo = Now.AddMinutes(-1);
        StrayRules.Queries(book, Options, Now)[0].From.ShouldBe(Now.AddMinutes(-1) - Options.Strays.Overlap - Options.Repair.ClockAllowance);

        book.ListedTo = Now.AddDays(-7);
        foreach (var query in StrayRules.Queries(book, Options, Now))
            (query.To!.Value - query.From!.Value).ShouldBeLessThan(TimeSpan.FromHours(24));
    }

    [Fact]
    public void Each_hour_of_a_day_comes_in_its_turn()
    {
        var book = NewBook();
        var earliest = Now;
        for (var minute = 0; minute < 24; minute++)
        {
            var hour = StrayRules.Queries(book, Options, Now)[1];
            (hour.To - hour.From).ShouldBe(TimeSpan.FromHours(1) + 2 * Options.Repair.ClockAllowance);
            earliest = hour.From!.Value < earliest ? hour.From.Value : earliest;
            StrayRules.Listed(book, Now);
        }

        earliest.ShouldBe(Now.AddHours(-23) - Options.Repair.ClockAllowance);
    }

    [Fact]
    public void One_replica_takes_the_turn_and_a_clock_that_was_ahead_does_not_hold_it_up()
    {
        var book = NewBook();
        StrayRules.TakeTurn(book, Options.Strays, Now).ShouldBeTrue();
        StrayRules.TakeTurn(book, Options.Strays, Now).ShouldBeFalse();
        StrayRules.TakeTurn(book, Options.Strays, Now + Options.Strays.Interval).ShouldBeTrue();

        (book.NextListAt, book.ListedTo) = (Now.AddHours(2), Now.AddHours(2));
        book.Tasks["put off"] = NewStray(TimeSpan.Zero, Now.AddHours(3));
        StrayRules.Bound(book, Options.Strays, Now, TimeSpan.FromSeconds(5)).ShouldBeTrue();

        (book.NextListAt, book.ListedTo, book.Tasks["put off"].LookAt).ShouldBe((Now, Now, Now));
    }

    private static StrayBook NewBook() => new() { Id = "default", CreatedAt = Now };

    private static Stray NewStray(TimeSpan age, DateTimeOffset? lookAt) => new() { Model = "m", CreatedAt = Now - age, LookAt = lookAt };
}
