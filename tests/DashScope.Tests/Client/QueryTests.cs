using Wan.Contracts;
using Wan.DashScope.Client;

namespace Wan.DashScope.Tests;

/// <summary>A task as the vendor shows it, in all the ways in which it has been seen to do so.</summary>
public sealed class QueryTests
{
    private readonly DashScopeClient client = Clients.Create();

    [Fact]
    public async Task A_finished_task_of_wan27_is_read_whole()
    {
        var task = await AnswerAsync("""
            {"request_id":"52cade0d","output":{"task_id":"t1","task_status":"SUCCEEDED","submit_time":"2026-04-02 22:53:19.537",
            "scheduled_time":"2026-04-02 22:53:30.427","end_time":"2026-04-02 23:00:39.287","orig_prompt":"x","video_url":"https://dashscope-a717.oss-accelerate.aliyuncs.com/xxx.mp4?Expires=1&Signature=a%2Fb"},
            "usage":{"duration":15,"input_video_duration":5,"output_video_duration":10,"video_count":1,"SR":720,"ratio":"16:9"}}
            """);

        task.Status.ShouldBe(DashScopeTaskStatus.Succeeded);
        task.SubmittedAt.ShouldBe(new DateTimeOffset(2026, 4, 2, 14, 53, 19, 537, TimeSpan.Zero));
        task.StartedAt.ShouldBe(new DateTimeOffset(2026, 4, 2, 14, 53, 30, 427, TimeSpan.Zero));
        task.EndedAt.ShouldBe(new DateTimeOffset(2026, 4, 2, 15, 0, 39, 287, TimeSpan.Zero));
        task.EndedAt!.Value.Offset.ShouldBe(TimeSpan.Zero);
        task.VideoUrl!.AbsoluteUri.ShouldBe("https://dashscope-a717.oss-accelerate.aliyuncs.com/xxx.mp4?Expires=1&Signature=a%2Fb");
        task.Usage.ShouldBe(new VideoUsage { Duration = 15, InputVideoDuration = 5, OutputVideoDuration = 10, VideoCount = 1, Resolution = 720, Ratio = "16:9" });
        task.RequestId.ShouldBe("52cade0d");
        task.Error.ShouldBeNull();
        task.ToString().ShouldBe("t1 SUCCEEDED");
    }

    [Theory]
    [InlineData("""{"duration":10.0,"size":"1280*720","input_video_duration":5,"output_video_duration":5,"video_count":1,"SR":720}""")]
    [InlineData("""{"duration":"10.0","size":"1280*720","input_video_duration":"5","output_video_duration":5.0,"video_count":1.0,"SR":"720","new":[{}]}""")]
    public async Task Usage_is_read_whichever_way_its_numbers_are_written(string usage)
    {
        var task = await AnswerAsync($$$"""{"output":{"task_id":"t1","task_status":"SUCCEEDED"},"usage":{{{usage}}}}""");

        task.Usage.ShouldBe(new VideoUsage { Duration = 10.0m, InputVideoDuration = 5, OutputVideoDuration = 5, VideoCount = 1, Resolution = 720, Size = "1280*720" });
    }

    [Theory]
    [InlineData("\"2026-04-02 22:53:19.537\"", "2026-04-02T14:53:19.537Z")]
    [InlineData("1775141599537", "2026-04-02T14:53:19.537Z")]
    [InlineData("1775141599", "2026-04-02T14:53:19Z")]
    [InlineData("\"1775141599\"", "2026-04-02T14:53:19Z")]
    [InlineData("-1775141599", null)]
    [InlineData("1775141599.5", null)]
    public async Task A_time_is_read_in_every_form_that_the_vendor_has_used(string written, string? time)
    {
        var task = await AnswerAsync($$$"""{"output":{"task_id":"t1","task_status":"RUNNING","submit_time":{{{written}}}}}""");

        task.SubmittedAt.ShouldBe(time is null ? null : DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"none\"")]
    [InlineData("""{"duration":{},"SR":[1],"video_count":1e99,"audio":3}""")]
    public async Task An_odd_usage_does_not_cost_the_result(string usage)
    {
        var task = await AnswerAsync($$$"""{"output":{"task_id":"t1","task_status":"SUCCEEDED","video_url":"http://127.0.0.1/x.mp4"},"usage":{{{usage}}}}""");

        task.VideoUrl.ShouldNotBeNull();
        (task.Usage?.Duration).ShouldBeNull();
    }

    [Theory]
    [InlineData("PENDING", DashScopeTaskStatus.Pending)]
    [InlineData("RUNNING", DashScopeTaskStatus.Running)]
    [InlineData("CANCELED", DashScopeTaskStatus.Canceled)]
    [InlineData("UNKNOWN", DashScopeTaskStatus.Unknown)]
    [InlineData("SUSPENDED", DashScopeTaskStatus.Other)]
    [InlineData("sleeping", DashScopeTaskStatus.Other)]
    public async Task Every_status_is_an_answer_even_one_that_nobody_has_heard_of(string word, DashScopeTaskStatus status)
    {
        var task = await AnswerAsync($$$"""{"output":{"task_id":"t1","task_status":"{{{word}}}","submit_time":"","scheduled_time":null,"end_time":"soon","surprise":{"a":1}},"request_id":"1"}""");

        task.Status.ShouldBe(status);
        task.StatusWord.ShouldBe(word);
        task.SubmittedAt.ShouldBeNull();
        task.EndedAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_failed_task_says_why()
    {
        var task = await AnswerAsync("""{"request_id":"r","output":{"task_id":"t1","task_status":"FAILED","code":"InvalidParameter","message":"The size is not match https://a.b/c?Signature=1"}}""");

        task.Status.ShouldBe(DashScopeTaskStatus.Failed);
        task.Error.ShouldBe(new DashScopeError { HttpStatus = 200, Code = "InvalidParameter", Message = "The size is not match https://a.b/c?***", RequestId = "r" });
    }

    [Theory]
    [InlineData(200, "<html>")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"output":{"task_id":"another","task_status":"SUCCEEDED"}}""")]
    [InlineData(200, """{"output":"x"}""")]
    [InlineData(500, """{"code":"InternalError","message":"x"}""")]
    [InlineData(404, "<html>")]
    [InlineData(503, "")]
    [InlineData(307, "")]
    public async Task An_answer_that_says_nothing_of_the_task_is_a_failed_look(int status, string answer)
    {
        await using var vendor = WireStub.Always(WireAnswer.Json(status, answer));

        (await client.QueryAsync(vendor.Account, "t1", default)).ShouldBeOfType<QueryOutcome.Failed>();
    }

    [Fact]
    public async Task Throttling_and_account_problems_are_told_apart_from_failed_looks()
    {
        await using var busy = WireStub.Always(WireAnswer.Json(429, """{"code":"Throttling.RateQuota","message":"x"}"""));
        await using var closed = WireStub.Always(WireAnswer.Json(401, """{"code":"InvalidApiKey","message":"x"}"""));

        (await client.QueryAsync(busy.Account, "t1", default)).ShouldBeOfType<QueryOutcome.Throttled>().Kind.ShouldBe(ThrottleKind.Rate);
        (await client.QueryAsync(closed.Account, "t1", default)).ShouldBeOfType<QueryOutcome.Unauthorised>();
    }

    [Fact]
    public async Task A_lost_answer_is_a_failed_look()
    {
        await using var vendor = WireStub.Always(new WireAnswer("", WireEnd.Reset));

        (await client.QueryAsync(vendor.Account, "t1", default)).ShouldBeOfType<QueryOutcome.Failed>().Error.Code.ShouldBe(DashScopeError.Network);
    }

    [Fact]
    public async Task A_late_answer_is_a_failed_look()
    {
        var clock = new TimeOutClock();
        await using var vendor = new WireStub(_ =>
        {
            clock.RunOut();
            return new WireAnswer("", WireEnd.Silence);
        });

        (await Clients.Create(clock).QueryAsync(vendor.Account, "t1", default)).ShouldBeOfType<QueryOutcome.Failed>().Error.Code.ShouldBe(DashScopeError.TimedOut);
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_thrown()
    {
        using var cancel = new CancellationTokenSource();
        await using var vendor = new WireStub(_ =>
        {
            cancel.Cancel();
            return new WireAnswer("", WireEnd.Silence);
        });

        await Should.ThrowAsync<OperationCanceledException>(() => client.QueryAsync(vendor.Account, "t1", cancel.Token));
    }

    [Fact]
    public async Task Queries_share_a_connection()
    {
        await using var vendor = WireStub.Always(WireAnswer.Json(200, """{"output":{"task_id":"t1","task_status":"RUNNING"}}"""));

        await client.QueryAsync(vendor.Account, "t1", default);
        await client.QueryAsync(vendor.Account, "t1", default);

        vendor.Connections.ShouldBe(1);
        vendor.Requests.ShouldAllBe(request => request.StartsWith("GET /api/v1/tasks/t1 HTTP/1.1\r\n"));
    }

    private async Task<DashScopeTask> AnswerAsync(string answer)
    {
        await using var vendor = WireStub.Always(WireAnswer.Json(200, answer));
        return (await client.QueryAsync(vendor.Account, "t1", default)).ShouldBeOfType<QueryOutcome.Answered>().Task;
    }
}
