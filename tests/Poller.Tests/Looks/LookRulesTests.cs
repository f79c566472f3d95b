using Wan.DashScope.Catalogue;
using Wan.DashScope.Client;
using Wan.Poller.Budgets;
using Wan.Poller.Looks;
using Wan.Poller.Timing;

namespace Wan.Poller.Tests.Looks;

/// <summary>Which queries are made: one for each of few tasks, lists for many, and always a direct one in the end.</summary>
public sealed class LookRulesTests
{
    private const int Most = 64;
    private const double Price = 0.02;

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PollerOptions Options = new();
    private static readonly TaskTimes Times = new(
        new DurationCurve(TimePriors.Queue), new DurationCurve(TimePriors.Render(new ModelCatalogue(), "wan2.7-r2v", PollerHost.Track("t").Expected)));

    private readonly ListConditions lists = new(pageSize: 100);

    [Fact]
    public void One_task_is_asked_for_by_its_id() => Plan([Running("t1")]).ShouldHaveSingleItem().ShouldBeOfType<Look.Ask>();

    [Fact]
    public void Many_tasks_are_listed_and_none_is_asked_for()
    {
        var plan = Plan(Crowd(2000));

        plan.ShouldNotBeEmpty();
        plan.ShouldAllBe(look => look is Look.List);
        plan.OfType<Look.List>().SelectMany(list => list.Members).Distinct().Count().ShouldBeGreaterThan(1500);
    }

    [Fact]
    public void A_list_covers_as_much_as_fits_on_its_pages()
    {
        foreach (var list in Plan(Crowd(2000)).OfType<Look.List>())
            list.Expected.ShouldBeInRange((list.Pages - 1) * 95, list.Pages * 97);
    }

    [Fact]
    public void A_list_wastes_less_of_its_pages_once_it_is_known_that_the_vendor_counts_the_last_second()
    {
        var before = Plan(Crowd(2000)).OfType<Look.List>().Sum(list => list.Pages);

        lists.Showed(Now.AddSeconds(0.5), last: Now);

        Plan(Crowd(2000)).OfType<Look.List>().Sum(list => list.Pages).ShouldBeLessThan(before);
    }

    [Fact]
    public void Of_young_tasks_those_that_succeeded_are_listed_and_of_old_ones_those_that_run()
    {
        var young = Plan(Crowd(2000, youngest: 40)).OfType<Look.List>().ToList();
        var old = Plan(Crowd(500, youngest: 800)).OfType<Look.List>().ToList();

        young.Where(list => list.Status == DashScopeTaskStatus.Running).Sum(list => list.Members.Count).ShouldBeLessThan(100); // What was left.
        young.Count.ShouldBeLessThan(2000 / 100); // Fewer than the pages that all of them would fill.
        young.SelectMany(list => list.Members).Distinct().Count().ShouldBe(2000);
        old.ShouldAllBe(list => list.Status == DashScopeTaskStatus.Running);
    }

    [Fact]
    public void A_task_that_no_list_has_ever_shown_is_not_taken_to_run_because_a_list_of_those_that_succeeded_leaves_it_out()
    {
        var crowd = Crowd(2000, youngest: 40);
        foreach (var held in crowd)
            held.ListedAt = null;

        Plan(crowd).OfType<Look.List>().ShouldAllBe(list => list.Status == DashScopeTaskStatus.Running);
    }

    [Fact]
    public void Young_tasks_that_no_list_has_shown_to_run_for_too_long_are_listed_as_running()
    {
        var crowd = Crowd(2000, secondsSinceSeen: 0.5, youngest: 40);
        foreach (var held in crowd)
            held.AskedAt = Now - Options.LongestSilence - TimeSpan.FromSeconds(1);

        Plan(crowd, silent: 0).OfType<Look.List>().ShouldAllBe(list => list.Status == DashScopeTaskStatus.Running);
    }

    [Fact]
    public void No_more_lists_are_begun_than_can_be_read_to_their_end()
    {
        Plan(Crowd(2000), pages: 3).OfType<Look.List>().Sum(list => list.Pages).ShouldBeInRange(3, 4);
        Plan(Crowd(2000), pages: 0).ShouldBeEmpty();
    }

    [Fact]
    public void Where_many_are_submitted_in_a_second_a_list_takes_all_of_that_second_with_it()
    {
        var crowd = Crowd(2000, perSecond: 200, youngest: 600);

        var list = Plan(crowd).OfType<Look.List>().First();

        var (from, to) = (ListWindow.From(list.Members), ListWindow.To(list.Members, lastSecondCounts: false));
        crowd.Count(held => held.CreatedFrom >= from && held.CreatedTo < to).ShouldBe(list.Members.Count);
        list.Pages.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Thousands_that_were_submitted_in_one_second_are_listed_all_at_once_and_not_asked_for_one_by_one()
    {
        var plan = Plan(Crowd(2000, perSecond: 2000, youngest: 200));

        var list = plan.ShouldHaveSingleItem().ShouldBeOfType<Look.List>();
        list.Members.Count.ShouldBe(2000);
        list.Pages.ShouldBeGreaterThan(4); // As many as it takes.
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(5)]
    [InlineData(60)]
    public void The_crossover_follows_from_what_each_way_saves(double secondsSinceSeen)
    {
        var crossover = Enumerable.Range(1, 100).First(count => Plan(Crowd(count, secondsSinceSeen)).Exists(look => look is Look.List));

        // Two long unseen tasks are worth a list; tasks that were seen a moment ago only by the dozen.
        crossover.ShouldBeInRange(secondsSinceSeen < 1 ? 10 : 2, secondsSinceSeen < 1 ? 100 : 5);
        Plan(Crowd(crossover - 1, secondsSinceSeen)).ShouldAllBe(look => look is Look.Ask);
    }

    [Fact]
    public void A_task_that_has_surely_ended_is_asked_for_before_anything_is_listed()
    {
        var crowd = Crowd(500);
        crowd[250].Gone = true;

        var first = Plan(crowd)[0].ShouldBeOfType<Look.Ask>();

        first.Held.ShouldBe(crowd[250]);
        first.Class.ShouldBe(QueryClass.Finish);
    }

    [Fact]
    public void A_cancellation_is_before_that()
    {
        var crowd = Crowd(10);
        crowd[1].Gone = true;
        crowd[2].Watch.Cancel = CancelStep.Wanted;

        Plan(crowd)[0].ShouldBeOfType<Look.Cancel>().Held.ShouldBe(crowd[2]);
    }

    [Fact]
    public void While_lists_fail_tasks_are_asked_for_one_by_one()
    {
        lists.Failed(Now);

        Plan(Crowd(200)).ShouldAllBe(look => look is Look.Ask);
        Plan(Crowd(200), Now.AddSeconds(5)).ShouldContain(look => look is Look.List);
    }

    [Fact]
    public void A_task_that_lists_leave_out_again_and_again_is_asked_for()
    {
        var crowd = Crowd(50);
        crowd[7].Misses = HeldWatch.MissesUntilBlind;

        var plan = Plan(crowd, price: 0.0001);

        plan.OfType<Look.Ask>().Select(ask => ask.Held).ShouldContain(crowd[7]);
        plan.OfType<Look.List>().ShouldNotBeEmpty();
    }

    [Fact]
    public void A_task_of_which_nothing_was_heard_for_too_long_is_asked_for_however_dear_a_query_is()
    {
        var task = Running("t1", secondsSinceSeen: 1);
        task.AskedAt = Now - Options.LongestSilence - TimeSpan.FromSeconds(1);

        Plan([task], price: 1000).ShouldHaveSingleItem().ShouldBeOfType<Look.Ask>().BecauseOfSilence.ShouldBeTrue();
    }

    [Fact]
    public void A_task_that_lists_have_shown_is_trusted_for_longer_but_not_for_ever()
    {
        var task = Running("t1", secondsSinceSeen: 1);
        task.ListedAt = Now.AddSeconds(-1);
        task.AskedAt = Now - Options.LongestSilence - TimeSpan.FromSeconds(1);
        Plan([task], price: 1000).ShouldBeEmpty();

        task.AskedAt = Now - Options.LongestTrustInLists - TimeSpan.FromSeconds(1);
        Plan([task], price: 1000).ShouldHaveSingleItem().ShouldBeOfType<Look.Ask>();
    }

    [Fact]
    public void Thousands_of_which_nothing_was_heard_are_listed_and_only_a_few_asked_for()
    {
        var crowd = Crowd(5000, secondsSinceSeen: 1);
        foreach (var held in crowd)
            held.AskedAt = Now - Options.LongestSilence - TimeSpan.FromSeconds(1);

        var plan = Plan(crowd, price: 1, silent: 2);

        plan.Count(look => look is Look.Ask).ShouldBe(2);
        plan.OfType<Look.List>().SelectMany(list => list.Members).Distinct().Count().ShouldBe(4998);
    }

    [Fact]
    public void Nothing_is_asked_twice_at_once()
    {
        var crowd = Crowd(3);
        foreach (var held in crowd)
            held.Busy = true;

        Plan(crowd).ShouldBeEmpty();
    }

    [Fact]
    public void A_task_that_nothing_is_known_of_is_not_asked_right_after_its_submit()
    {
        var track = PollerHost.Track("t1", Now.AddSeconds(-1));

        Plan([new HeldWatch(PollerHost.WatchOf(track.TaskId, dueAt: Now.AddMinutes(1), submittedAt: track.SubmittedAt), Times, Price, Now)]).ShouldBeEmpty();
    }

    private List<Look> Plan(IReadOnlyList<HeldWatch> held, DateTimeOffset? now = null, double price = Price, int silent = 1, int pages = 1000) =>
        LookRules.Plan(held, lists, new Allowance(price, Most, pages, silent), Options, now ?? Now);

    // One after the other submitted, the youngest so many seconds ago, or else the oldest in the middle of its run.
    private static HeldWatch[] Crowd(int count, double secondsSinceSeen = 20, int perSecond = 10, double? youngest = null) =>
        [.. Enumerable.Range(0, count).Select(index => Running(
            $"t{index}", secondsSinceSeen, youngest is { } least ? least + (double)(count - 1 - index) / perSecond : 300 - (double)index / perSecond))];

    private static HeldWatch Running(string task, double secondsSinceSeen = 20, double age = 300)
    {
        var submitted = Now.AddSeconds(-age);
        var watch = PollerHost.WatchOf(task, dueAt: Now.AddMinutes(1), submittedAt: submitted);
        (watch.StartedAt, watch.SeenAt) = (submitted, Now.AddSeconds(-secondsSinceSeen));
        var held = new HeldWatch(watch, Times, Price, Now);
        held.Created(submitted);
        held.ListedAt = Now - Options.LongestSilence - TimeSpan.FromSeconds(1);
        return held;
    }
}
