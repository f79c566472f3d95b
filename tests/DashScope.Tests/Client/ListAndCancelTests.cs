using Wan.DashScope.Client;

namespace Wan.DashScope.Tests;

public sealed class ListAndCancelTests
{
    private readonly DashScopeClient client = Clients.Create();

    [Fact]
    public async Task A_page_of_the_list_is_read_with_its_own_names_and_times()
    {
        await using var vendor = WireStub.Always(WireAnswer.Json(200, """
            {"request_id":"r","total":12,"total_page":2,"page_no":1,"page_size":10,"data":[
            {"task_id":"t1","status":"RUNNING","model_name":"wan2.7-r2v","request_id":"4909100c","gmt_create":1775141599537,"start_time":1775141610427,"end_time":null,"region":"cn-beijing","caller_uid":"1"},
            {"task_id":"t2","status":"ODD","gmt_create":"1775141599537"}, null, {"status":"RUNNING"}]}
            """));

        var page = (await client.ListAsync(vendor.Account, new TaskListQuery(), default)).ShouldBeOfType<ListOutcome.Listed>().Page;

        page.Total.ShouldBe(12);
        page.TotalPages.ShouldBe(2);
        page.Items.Count.ShouldBe(2);
        page.Items[0].ShouldBe(new TaskListItem
        {
            TaskId = "t1",
            Status = DashScopeTaskStatus.Running,
            StatusWord = "RUNNING",
            Model = "wan2.7-r2v",
            RequestId = "4909100c",
            CreatedAt = new DateTimeOffset(2026, 4, 2, 14, 53, 19, 537, TimeSpan.Zero),
            StartedAt = new DateTimeOffset(2026, 4, 2, 14, 53, 30, 427, TimeSpan.Zero),
        });
        page.Items[1].Status.ShouldBe(DashScopeTaskStatus.Other);
        page.Items[1].CreatedAt.ShouldBe(page.Items[0].CreatedAt);
    }

    [Fact]
    public async Task The_window_is_written_in_the_vendors_own_time()
    {
        await using var vendor = WireStub.Always(WireAnswer.Json(200, """{"data":[]}"""));

        await client.ListAsync(
            vendor.Account,
            new TaskListQuery
            {
                Model = "wan2.7-r2v",
                From = new DateTimeOffset(2026, 4, 2, 20, 0, 0, TimeSpan.Zero),
                To = new DateTimeOffset(2026, 4, 2, 21, 0, 1, TimeSpan.Zero),
                Status = DashScopeTaskStatus.Pending,
                Page = 2,
            },
            default);

        vendor.Requests.ShouldHaveSingleItem().ShouldStartWith(
            "GET /api/v1/tasks/?page_no=2&page_size=10&model_name=wan2.7-r2v&start_time=20260403040000&end_time=20260403050001&status=PENDING HTTP/1.1\r\n");
    }

    [Theory]
    [InlineData(429, """{"code":"Throttling.RateQuota","message":"x"}""", typeof(ListOutcome.Throttled))]
    [InlineData(401, """{"code":"InvalidApiKey","message":"x"}""", typeof(ListOutcome.Unauthorised))]
    [InlineData(500, "", typeof(ListOutcome.Failed))]
    [InlineData(200, "{}", typeof(ListOutcome.Failed))]
    [InlineData(200, "[]", typeof(ListOutcome.Failed))]
    public async Task What_is_no_page_is_told_apart(int status, string answer, Type outcome)
    {
        await using var vendor = WireStub.Always(WireAnswer.Json(status, answer));

        (await client.ListAsync(vendor.Account, new TaskListQuery(), default)).ShouldBeOfType(outcome);
    }

    [Theory]
    [InlineData(200, """{"request_id":"r"}""", typeof(CancelOutcome.Cancelled))]
    [InlineData(400, """{"code":"UnsupportedOperation","message":"Failed to cancel the task, please confirm if the task is in PENDING status."}""", typeof(CancelOutcome.NotPending))]
    [InlineData(400, """{"code":"InvalidParameter","message":"x"}""", typeof(CancelOutcome.Failed))]
    [InlineData(429, """{"code":"Throttling","message":"x"}""", typeof(CancelOutcome.Throttled))]
    [InlineData(403, """{"code":"AccessDenied","message":"x"}""", typeof(CancelOutcome.Unauthorised))]
    [InlineData(503, "", typeof(CancelOutcome.Failed))]
    [InlineData(200, "<html>", typeof(CancelOutcome.Failed))]
    public async Task A_cancel_ends_in_one_of_five_ways(int status, string answer, Type outcome)
    {
        await using var vendor = WireStub.Always(WireAnswer.Json(status, answer));

        (await client.CancelAsync(vendor.Account, "t1", default)).ShouldBeOfType(outcome);

        vendor.Requests.ShouldHaveSingleItem().ShouldStartWith("POST /api/v1/tasks/t1/cancel HTTP/1.1\r\n");
    }
}
