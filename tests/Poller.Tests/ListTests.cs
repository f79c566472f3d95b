using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Poller.Tests;

/// <summary>Many tasks are followed by lists; what lists get wrong only costs time.</summary>
public sealed class ListTests : IAsyncLifetime
{
    private const int Many = 150;

    private SimulatedVendor vendor = null!;
    private PollerHost poller = null!;

    public async Task InitializeAsync()
    {
        vendor = await SimulatedVendor.StartAsync("RenderTime=00:00:03..00:00:05", "QueriesPerSecond=100");
        poller = await PollerHost.StartAsync(
            vendor.Address, settings: [("Poller:LongestSilence", "00:00:02"), ("Poller:LongestTrustInLists", "00:00:05"), .. PollerHost.AccountOf(vendor.Address, queriesPerSecond: 100)]);
    }

    public async Task DisposeAsync()
    {
        await poller.DisposeAsync();
        await vendor.DisposeAsync();
    }

    [Fact]
    public async Task Many_tasks_are_followed_by_lists_and_only_those_that_left_them_are_asked_for()
    {
        await TrackManyAsync();

        await AllAreToldAsync();

        var account = await vendor.AccountAsync();
        account.Lists.ShouldBeGreaterThan(0);
        account.Asked.ShouldBeLessThan(3 * Many); // A look at each of them every second would have been four times that.
        var started = poller.Published<GenerationStarted>().Select(start => start.TaskId).ToList();
        started.ShouldBeUnique();
        started.Count.ShouldBeGreaterThan(Many / 2); // On a slow machine a few run and end between two looks; then their end says when they started.
        poller.Published<GenerationRendered>().ShouldAllBe(rendered => rendered.StartedAt != null);
    }

    [Theory]
    [InlineData("""[{"kind":"list_never"}]""")]
    [InlineData("""[{"kind":"list_never","probability":0.3,"seed":3}]""")]
    [InlineData("""[{"kind":"list_late","seconds":4}]""")]
    [InlineData("""[{"kind":"list_unordered"}]""")]
    [InlineData("""[{"kind":"list_error"}]""")]
    public async Task Lists_that_leave_tasks_out_come_late_in_no_order_or_not_at_all_lose_no_task(string faults)
    {
        await vendor.FaultsAsync(faults);
        await TrackManyAsync();

        await AllAreToldAsync();

        (await vendor.AccountAsync()).Lists.ShouldBeGreaterThan(0);
        poller.Published<RenderingFailed>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_task_that_failed_is_on_no_list_of_those_that_run_or_have_succeeded_and_is_told_all_the_same()
    {
        await vendor.FaultsAsync("""[{"kind":"task_fails","probability":0.1,"seed":2}]""");
        await TrackManyAsync();

        await Eventually.UntilAsync(
            () => Told<GenerationRendered>(end => end.TaskId) + Told<RenderingFailed>(end => end.TaskId) == Many, "every task is told");

        Told<RenderingFailed>(end => end.TaskId).ShouldBeInRange(1, Many / 3);
    }

    [Fact]
    public async Task Tasks_that_lists_have_under_another_name_of_their_model_are_followed_by_lists_all_the_same()
    {
        await using var renaming = await SimulatedVendor.StartAsync(
            "RenderTime=12:00:00", "QueriesPerSecond=100", $"Models:{SimulatedVendor.Model}:ListedAs={SimulatedVendor.Model}-2026-04-01");
        await using var follower = await PollerHost.StartAsync(renaming.Address, settings: PollerHost.AccountOf(renaming.Address, queriesPerSecond: 100));
        foreach (var task in await renaming.SubmitManyAsync(4 * Many))
            await follower.TrackAsync(task, renaming.SubmittedAt[task]);

        await Eventually.UntilAsync(() => follower.Published<GenerationStarted>().Length == 4 * Many, "every task is known to run");

        (await renaming.AccountAsync()).Asked.ShouldBeLessThan(Many);
    }

    [Fact]
    public async Task A_list_that_fails_tells_of_no_task_that_it_runs()
    {
        await using var waiting = await SimulatedVendor.StartAsync("QueueDelay=12:00:00", "QueriesPerSecond=100");
        await using var follower = await PollerHost.StartAsync(waiting.Address, settings: PollerHost.AccountOf(waiting.Address, queriesPerSecond: 100));
        await waiting.FaultsAsync("""[{"kind":"list_error"}]""");
        foreach (var task in await waiting.SubmitManyAsync(Many))
            await follower.TrackAsync(task, waiting.SubmittedAt[task]);

        await Eventually.UntilAsync(async () => await waiting.FiredAsync("list_error") >= 3, "lists have failed again and again");

        follower.Published<GenerationStarted>().Length.ShouldBe(0);
    }

    private int Told<T>(Func<T, string> task)
        where T : class => poller.Published<T>().Select(task).Distinct().Count();

    private async Task TrackManyAsync()
    {
        foreach (var task in await vendor.SubmitManyAsync(Many))
            await poller.TrackAsync(task, vendor.SubmittedAt[task]);
    }

    private Task AllAreToldAsync() => Eventually.UntilAsync(
        () => poller.Published<GenerationRendered>().Select(rendered => rendered.TaskId).Distinct().Count() == Many, "every task is told");
}
