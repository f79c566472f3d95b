using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Wan.Contracts;
using Wan.DashScope.Accounts;
using Wan.Fixtures;

namespace Wan.Poller.Tests;

public sealed class PollingTests : PollerTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_task_that_was_watched_for_the_wrong_generation_is_told_to_the_right_one(bool ended)
    {
        Vendor.Add("t1", "RUNNING");
        await Poller.Bus.Publish(PollerHost.Track("t1") with { GenerationId = "wrong", FoundBy = "operator" });
        await Poller.PublishedAsync<GenerationStarted>();
        if (ended)
        {
            Vendor.Tasks["t1"].Status = "SUCCEEDED";
            await Poller.PublishedAsync<GenerationRendered>();
        }

        await Poller.Bus.Publish(PollerHost.Track("t1") with { GenerationId = "right", FoundBy = "prompt" });
        await Eventually.UntilAsync(async () => (await Poller.Watches.FindAsync("t1"))!.GenerationId == "right", "it watched for the right one");
        Vendor.Tasks["t1"].Status = "SUCCEEDED";

        await Eventually.UntilAsync(() => Poller.Published<GenerationRendered>().Any(told => told.GenerationId == "right"), "the right one told");
    }

    [Fact]
    public async Task What_a_person_named_late_does_not_take_a_task_from_its_generation()
    {
        Vendor.Add("t1", "RUNNING");
        await Poller.Bus.Publish(PollerHost.Track("t1") with { GenerationId = "right", FoundBy = "prompt" });
        await Poller.PublishedAsync<GenerationStarted>();
        await Poller.Bus.Publish(PollerHost.Track("t1") with { GenerationId = "wrong", FoundBy = "operator" });
        await Poller.Recorder.ConsumedAsync<TrackTask>(message => message.GenerationId == "wrong");

        Vendor.Tasks["t1"].Status = "SUCCEEDED";

        (await Poller.PublishedAsync<GenerationRendered>()).GenerationId.ShouldBe("right");
    }

    [Fact]
    public async Task A_start_in_another_time_zone_does_not_end_a_running_task()
    {
        Vendor.Add("t2", "RUNNING");
        for (var look = 0; look < 2; look++)
        {
            Vendor.InsteadOfQueries.Enqueue(Results.Json(new JsonObject
            {
                ["request_id"] = "r",
                ["output"] = new JsonObject
                {
                    ["task_id"] = "t2",
                    ["task_status"] = "RUNNING",
                    ["scheduled_time"] = DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture), // Read as UTC+8.
                },
            }));
        }

        await Poller.TrackAsync("t2");
        await Eventually.UntilAsync(() => Vendor.InsteadOfQueries.IsEmpty, "both looks");
        Vendor.Tasks["t2"].Status = "SUCCEEDED";

        await Poller.PublishedAsync<GenerationRendered>();
        Poller.Published<RenderingFailed>().ShouldBeEmpty();
    }

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
        await Poller.Bus.Publish(PollerHost.Refresh("t1")); // Has it asked for again while it runs.
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

        await Poller.Bus.Publish(PollerHost.Refresh("t1"));
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
        await Poller.Bus.Publish(PollerHost.Refresh("t1"));

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

    [Fact]
    public async Task One_that_missed_how_the_task_that_a_person_gave_it_became_anothers_is_told_so_when_it_asks()
    {
        Vendor.Add("t1", "RUNNING");
        await Poller.Bus.Publish(PollerHost.Track("t1") with { GenerationId = "wrong", FoundBy = TaskFoundBy.Operator });
        await Poller.PublishedAsync<GenerationStarted>();
        await Poller.Bus.Publish(PollerHost.Track("t1") with { GenerationId = "right", FoundBy = TaskFoundBy.Prompt });
        Vendor.Tasks["t1"].Status = "SUCCEEDED";
        await Eventually.UntilAsync(() => Poller.Published<GenerationRendered>().Any(told => told.GenerationId == "right"), "the right one told");

        await Poller.Bus.Publish(PollerHost.Track("t1") with { GenerationId = "wrong", FoundBy = TaskFoundBy.Operator });

        var told = await Poller.PublishedAsync<RenderingFailed>();
        (told.GenerationId, told.TaskId, told.Error.Code).ShouldBe(("wrong", "t1", "task_of_another"));
    }
}
