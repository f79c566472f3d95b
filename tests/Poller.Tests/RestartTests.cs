using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Poller.Tests;

/// <summary>A start with much to catch up with.</summary>
public sealed class RestartTests
{
    private const int Watched = 2000;
    private const int OverAlready = 20;

    private const string ShortModel = "wan2.6-r2v-flash";

    private static readonly string[] SomeAreShort = ["RenderTime=12:00:00", $"Models:{ShortModel}:RenderTime=00:00:00"];

    [Fact]
    public async Task Two_thousand_watches_after_a_restart_are_spread_and_not_asked_all_at_once()
    {
        await using var vendor = await SimulatedVendor.StartAsync(SomeAreShort);
        using var folder = new TemporaryFolder();
        var over = await WatchedBeforeAsync(vendor, folder, modelOfOver: ShortModel);

        await using var poller = await PollerHost.StartAsync(vendor.Address, folder, ("Sweep:AllAtStart", "true"));
        await OnlyThoseThatAreOverAreToldAsync(vendor, poller, over);
    }

    [Fact]
    public async Task Those_that_are_over_are_found_although_no_list_could_ever_show_them_and_they_may_stand_between_two_of_its_pages()
    {
        await using var vendor = await SimulatedVendor.StartAsync(SomeAreShort);
        using var folder = new TemporaryFolder();
        var over = await WatchedBeforeAsync(vendor, folder, modelOfOver: SimulatedVendor.Model);

        await using var poller = await PollerHost.StartAsync(vendor.Address, folder, ("Sweep:AllAtStart", "true"), ("Poller:LongestSilence", "03:00:00"));
        await OnlyThoseThatAreOverAreToldAsync(vendor, poller, over);
    }

    private static async Task<string[]> WatchedBeforeAsync(SimulatedVendor vendor, TemporaryFolder folder, string modelOfOver)
    {
        var running = await vendor.SubmitManyAsync(Watched - OverAlready);
        var over = await vendor.SubmitManyAsync(OverAlready, ShortModel);
        await using var before = await PollerHost.StartAsync(new Uri("http://127.0.0.1:9/api/v1"), folder);
        var held = DateTimeOffset.UtcNow.AddHours(1);
        await Parallel.ForEachAsync(running.Concat(over), async (task, token) => (await before.Watches.InsertAsync(
            PollerHost.WatchOf(
                task, started: true, dueAt: held, submittedAt: vendor.SubmittedAt[task], model: over.Contains(task) ? modelOfOver : null), token)).ShouldBeTrue());
        return over;
    }

    private static async Task OnlyThoseThatAreOverAreToldAsync(SimulatedVendor vendor, PollerHost poller, string[] over)
    {
        await Eventually.UntilAsync(() => poller.Published<GenerationRendered>().Length == OverAlready, "those that are over are told", TimeSpan.FromMinutes(3));
        poller.Published<GenerationRendered>().Select(rendered => rendered.TaskId).ShouldBe(over, ignoreOrder: true);

        var account = await vendor.AccountAsync();
        account.MaxQueriesInASecond.ShouldBeLessThanOrEqualTo(20);
        account.ThrottledQueries.ShouldBe(0);
        account.Asked.ShouldBeLessThan(Watched / 2); // Lists told of the others.
    }
}
