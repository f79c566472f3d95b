using System.Diagnostics;
using Wan.Contracts;
using Wan.DashScope;
using Wan.Fixtures;

namespace Wan.Poller.Tests;

public sealed class PollingTests : PollerTest
{
    [Fact]
    public async Task A_finished_task_is_told_with_its_sealed_url()
    {
        Vendor.Add("t1", "SUCCEEDED");

        await Poller.TrackAsync("t1");

        var rendered = await Poller.PublishedAsync<GenerationRendered>();
        rendered.GenerationId.ShouldBe("g-t1");
        rendered.TaskId.ShouldBe("t1");
        rendered.VendorRequestId.ShouldBe("r-t1");
        rendered.Usage!.Duration.ShouldBe(5);
        rendered.UrlExpiresAt.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1999999999));
        rendered.SealedVideoUrl.ShouldNotContain("secret");
        ResultUrlSeal.TryOpen(Poller.Account, rendered.SealedVideoUrl, out var url).ShouldBeTrue();
        url.ToString().ShouldContain("t1.mp4");
        (await Poller.Watches.FindAsync("t1"))!.DueAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_task_that_starts_is_told_once_and_then_its_end()
    {
        var task = Vendor.Add("t1", "RUNNING");
        await Poller.TrackAsync("t1");
        await Poller.PublishedAsync<GenerationStarted>();
        await Poller.Bus.Bus.Publish(PollerHost.Refresh("t1")); // Has it asked for again while it runs.
        await Eventually.UntilAsync(() => Vendor.QueriesOf("t1") >= 2, "it is asked for again");

        task.Status = "SUCCEEDED";
        await Poller.PublishedAsync<GenerationRendered>();

        Poller.Published<GenerationStarted>().Length.ShouldBe(1);
        Poller.Published<GenerationRendered>().Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_task_that_is_tracked_again_after_its_end_gets_the_same_answer_without_a_query()
    {
        Vendor.Add("t1", "SUCCEEDED");
        await Poller.TrackAsync("t1");
        var first = await Poller.PublishedAsync<GenerationRendered>();
        var queries = Vendor.Queries;

        await Poller.TrackAsync("t1");

        var again = await Poller.PublishedAsync<GenerationRendered>(count: 2);
        again.ShouldBe(first);
        Vendor.Queries.ShouldBe(queries);
    }

    [Fact]
    public async Task A_task_that_is_tracked_twice_is_watched_once()
    {
        var task = Vendor.Add("t1", "RUNNING");
        await Poller.TrackAsync("t1");
        await Poller.TrackAsync("t1");
        await Poller.PublishedAsync<GenerationStarted>();

        await Poller.Bus.Bus.Publish(PollerHost.Refresh("t1"));
        task.Status = "FAILED";
        await Poller.PublishedAsync<RenderingFailed>();

        Poller.Published<GenerationStarted>().Length.ShouldBe(1);
        Poller.Published<RenderingFailed>().Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_fresh_url_is_fetched_on_request()
    {
        var task = Vendor.Add("t1", "SUCCEEDED");
        await Poller.TrackAsync("t1");
        await Poller.PublishedAsync<GenerationRendered>();

        task.Url = "https://results.example/fresh.mp4?Expires=1999999999&Signature=secret";
        await Poller.Bus.Bus.Publish(PollerHost.Refresh("t1"));

        var fresh = await Poller.PublishedAsync<GenerationRendered>(count: 2);
        ResultUrlSeal.TryOpen(Poller.Account, fresh.SealedVideoUrl, out var url).ShouldBeTrue();
        url.ToString().ShouldContain("fresh.mp4");
        await Eventually.UntilAsync(async () => (await Poller.Watches.FindAsync("t1"))!.DueAt is null, "the watch is finished");
    }

    [Fact]
    public async Task The_trace_of_the_request_is_kept()
    {
        Vendor.Add("t1", "SUCCEEDED");
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "MassTransit",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        using var activity = new Activity("request").Start();
        await Poller.TrackAsync("t1");

        await Poller.PublishedAsync<GenerationRendered>();

        (await Poller.Watches.FindAsync("t1"))!.TraceParent!.ShouldContain(activity.TraceId.ToHexString());
    }
}
