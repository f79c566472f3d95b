using System.Net;
using System.Text;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Poller.Tests;

/// <summary>The vendor's completion events: a hint to look at once, never the result.</summary>
public sealed class VendorEventTests : PollerTest
{
    private const string Secret = "s3cret";

    private protected override (string Key, string Value)[] Settings => [("Poller:VendorEventsSecret", Secret)];

    [Theory]
    [InlineData("x-eventbridge-signature-token", Secret)]
    [InlineData("Authorization", $"Bearer {Secret}")]
    public async Task An_event_has_the_task_asked_for_at_once(string header, string value)
    {
        await WatchWithoutAskingAsync("t1", "SUCCEEDED");

        (await SendAsync(Event("t1"), header, value)).ShouldBe(HttpStatusCode.NoContent);

        (await Poller.PublishedAsync<GenerationRendered>()).VendorRequestId.ShouldBe("r-t1"); // The query's, not the event's.
    }

    [Theory]
    [InlineData("x-eventbridge-signature-token", "wrong")]
    [InlineData("x-eventbridge-signature-token", "")]
    [InlineData("Authorization", Secret)]
    [InlineData("Authorization", $"Bearer {Secret}x")]
    [InlineData("X-Other", Secret)]
    public async Task An_event_without_the_secret_is_refused_and_changes_nothing(string header, string value)
    {
        await WatchWithoutAskingAsync("t1", "SUCCEEDED");

        (await SendAsync(Event("t1"), header, value)).ShouldBe(HttpStatusCode.Unauthorized);

        (await Poller.Watches.FindAsync("t1"))!.Hinted.ShouldBeFalse();
    }

    [Fact]
    public async Task An_event_is_not_believed_the_task_is_asked_and_may_still_run()
    {
        var task = await WatchWithoutAskingAsync("t1", "RUNNING");

        await SendAsync(Event("t1"));
        await Poller.PublishedAsync<GenerationStarted>();

        Poller.Published<GenerationRendered>().ShouldBeEmpty();
        var watch = await Poller.Watches.FindAsync("t1");
        (watch!.End, watch.Hinted).ShouldBe((null, false));

        task.Status = "SUCCEEDED";
        await SendAsync(Event("t1"));
        await Poller.PublishedAsync<GenerationRendered>();
    }

    [Fact]
    public async Task An_event_that_comes_again_and_again_changes_nothing_more()
    {
        await WatchWithoutAskingAsync("t1", "SUCCEEDED");
        await SendAsync(Event("t1"));
        await Poller.PublishedAsync<GenerationRendered>();
        var (version, queries) = ((await Poller.Watches.FindAsync("t1"))!.Version, Vendor.QueriesOf("t1"));

        for (var time = 0; time < 3; time++)
            (await SendAsync(Event("t1"))).ShouldBe(HttpStatusCode.NoContent);

        (await Poller.Watches.FindAsync("t1"))!.Version.ShouldBe(version);
        Vendor.QueriesOf("t1").ShouldBe(queries);
        Poller.Published<GenerationRendered>().Length.ShouldBe(1);
    }

    [Fact]
    public async Task Several_events_may_come_in_one_array()
    {
        await WatchWithoutAskingAsync("t1", "SUCCEEDED");
        await WatchWithoutAskingAsync("t2", "FAILED");

        await SendAsync($"[{Event("t1")},{Event("t2")}]");

        await Poller.PublishedAsync<GenerationRendered>();
        await Poller.PublishedAsync<RenderingFailed>();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"data":{"task_id":5}}""")]
    [InlineData("""{"data":{"task_id":"another account's"}}""")]
    public async Task What_says_nothing_of_our_tasks_is_taken_and_ignored(string body) =>
        (await SendAsync(body)).ShouldBe(HttpStatusCode.NoContent);

    [Fact]
    public async Task What_is_not_JSON_is_a_bad_request() => (await SendAsync("hello")).ShouldBe(HttpStatusCode.BadRequest);

    [Fact]
    public async Task The_door_is_closed_without_a_secret_of_ours()
    {
        await using var poller = await PollerHost.StartAsync(Vendor.Address);
        using var http = new HttpClient { BaseAddress = poller.Address };
        using var content = new StringContent(Event("t1"), Encoding.UTF8, "application/json");

        using var response = await http.PostAsync(new Uri("/vendor/events", UriKind.Relative), content);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    // Due in an hour, so that only the event can be why it is asked for.
    private async Task<StubTask> WatchWithoutAskingAsync(string id, string status)
    {
        var task = Vendor.Add(id, status);
        (await Poller.Watches.InsertAsync(PollerHost.WatchOf(id, dueAt: DateTimeOffset.UtcNow.AddHours(1)))).ShouldBeTrue();
        return task;
    }

    private async Task<HttpStatusCode> SendAsync(string body, string header = "x-eventbridge-signature-token", string value = Secret)
    {
        using var http = new HttpClient { BaseAddress = Poller.Address };
        http.DefaultRequestHeaders.TryAddWithoutValidation(header, value);
        using var content = new StringContent(body, Encoding.UTF8, "application/cloudevents+json");
        using var response = await http.PostAsync(new Uri("/vendor/events", UriKind.Relative), content);
        return response.StatusCode;
    }

    private static string Event(string task) =>
        $$"""
        {
          "id": "1b9a4c5e-{{task}}", "source": "acs.dashscope", "specversion": "1.0", "type": "dashscope:System:AsyncTaskFinish",
          "datacontenttype": "application/json;charset=utf-8", "time": "2026-04-02T15:00:39Z", "aliyunregionid": "cn-beijing",
          "data": {
            "region": "cn-beijing", "task_id": "{{task}}", "task_status": "SUCCEEDED", "request_id": "event",
            "user_api_unique_key": "apikey:v1:aigc:video-generation:video-synthesis:wan2.7-r2v", "api_key_id": "1",
            "start_time": "2026-04-02 22:53:30", "end_time": "2026-04-02 23:00:39", "contain_result": true,
            "output_result": { "output": { "task_status": "SUCCEEDED", "video_url": "https://evil.example/other.mp4" } }
          }
        }
        """;
}
