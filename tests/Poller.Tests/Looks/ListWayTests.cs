using Wan.DashScope.Catalogue;
using Wan.DashScope.Client;
using Wan.Poller.Looks;
using Wan.Poller.Timing;

namespace Wan.Poller.Tests.Looks;

/// <summary>How long a list may be planned.</summary>
public sealed class ListWayTests
{
    private const int PageSize = 10;

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TaskTimes Times = new(
        new DurationCurve(TimePriors.Queue), new DurationCurve(TimePriors.Render(new ModelCatalogue(), "wan2.7-r2v", PollerHost.Track("t").Expected)));

    [Theory]
    [InlineData(45)]
    [InlineData(55)]
    [InlineData(63)]
    public void Tasks_of_one_second_that_need_many_pages_are_listed_as_far_as_a_list_is_read(int pages)
    {
        var list = Best(pages * PageSize);

        list.Members.Count.ShouldBe(pages * PageSize);
        list.Pages.ShouldBe(pages);
        list.Pages.ShouldBeLessThanOrEqualTo(ListWay.MostPages);
    }

    [Theory]
    [InlineData(65)]
    [InlineData(500)]
    public void No_list_is_planned_that_would_not_be_read_to_its_end(int pages) => Way(pages * PageSize).Gain.ShouldBe(0);

    private static Look.List Best(int tasks) => Way(tasks).Make(new bool[tasks]).List;

    // All submitted within one second, so that a list of one shows all.
    private static ListWay Way(int tasks)
    {
        List<HeldWatch> open = [.. Enumerable.Range(0, tasks).Select(task => new HeldWatch(
            PollerHost.WatchOf($"t{task}", started: true, submittedAt: Now.AddMinutes(-5)), Times, lowestPrice: 0.02, Now))];
        var way = new ListWay(DashScopeTaskStatus.Running, new ListWindow(open, lastSecondCounts: true), PageSize);
        for (var task = 0; task < tasks; task++)
            way.Set(task, gain: 1, shown: 1);
        return ListWay.Better(way, way);
    }
}
