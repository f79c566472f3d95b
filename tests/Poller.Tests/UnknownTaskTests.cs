using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Poller.Tests;

/// <summary>What it means that the vendor does not know a task, by when and how often it says so.</summary>
public sealed class UnknownTaskTests : SimulatedVendorTest
{
    [Fact]
    public async Task UNKNOWN_for_a_while_is_asked_again()
    {
        await StartAsync();
        await Vendor.FaultsAsync("""[{"kind":"query_unknown","count":1}]""");
        await TrackAsync();

        await Poller.PublishedAsync<GenerationRendered>();

        (await Vendor.FiredAsync("query_unknown")).ShouldBe(1);
        Poller.Published<RenderingFailed>().ShouldBeEmpty();
    }

    [Fact]
    public async Task UNKNOWN_a_day_after_the_submit_has_expired()
    {
        await StartAsync();
        await Poller.TrackAsync("forgotten", DateTimeOffset.UtcNow.AddHours(-25));

        var ended = await Poller.PublishedAsync<RenderingFailed>();

        ended.Reason.ShouldBe("expired");
        ended.Error.Message.ShouldContain("expired at the vendor before a result was seen");
    }

    [Fact]
    public async Task UNKNOWN_again_and_again_from_the_start_belongs_to_another_account_if_a_person_named_the_task()
    {
        await StartAsync();
        var watch = PollerHost.WatchOf("elsewhere", foundBy: "operator");
        watch.OddAnswers = 7;
        await Poller.Watches.InsertAsync(watch);

        var ended = await Poller.PublishedAsync<RenderingFailed>();

        ended.Reason.ShouldBe("expired");
        ended.Error.Message.ShouldContain("never known this task under account 'default'");
    }

    [Fact]
    public async Task UNKNOWN_again_and_again_does_not_end_a_task_that_the_vendor_itself_has_named_while_it_may_run()
    {
        await StartAsync();
        var young = PollerHost.WatchOf("young");
        var old = PollerHost.WatchOf("old", submittedAt: DateTimeOffset.UtcNow.AddHours(-5));
        (young.OddAnswers, old.OddAnswers) = (20, 20);
        await Poller.Watches.InsertAsync(young);
        await Poller.Watches.InsertAsync(old);

        (await Poller.PublishedAsync<RenderingFailed>()).TaskId.ShouldBe("old");

        await Eventually.UntilAsync(async () => (await Poller.Watches.FindAsync("young"))!.OddAnswers > 20, "the young one asked");
        (await Poller.Watches.FindAsync("young"))!.End.ShouldBeNull();
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(-25, false)]
    public async Task UNKNOWN_again_and_again_does_not_take_back_a_result_while_the_vendor_may_have_it(int endedHoursAgo, bool keeps)
    {
        await StartAsync();
        var endedAt = DateTimeOffset.UtcNow.AddHours(endedHoursAgo);
        var watch = PollerHost.WatchOf("rendered", started: true);
        (watch.OddAnswers, watch.RefreshWanted) = (20, true);
        watch.End = new WatchEnd
        {
            Kind = WatchEndKind.Rendered, SeenAt = endedAt, EndedAt = endedAt, SealedVideoUrl = "sealed", UrlExpiresAt = endedAt.AddHours(24),
        };
        await Poller.Watches.InsertAsync(watch);

        Watch? after = null;
        await Eventually.UntilAsync(
            async () => (after = await Poller.Watches.FindAsync("rendered")) is { OddAnswers: > 20 } or { RefreshWanted: false }, "a fresh URL asked for");

        after!.End!.Kind.ShouldBe(keeps ? WatchEndKind.Rendered : WatchEndKind.Expired);
    }
}
