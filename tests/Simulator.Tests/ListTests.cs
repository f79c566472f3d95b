using System.Net;
using System.Text.Json;

namespace Wan.Simulator.Tests;

public sealed class ListTests
{
    [Fact]
    public async Task A_list_tells_the_accounts_tasks_newest_first_in_pages_of_ten()
    {
        await using var simulator = await RunningSimulator.StartAsync("SubmitsPerSecond=0");
        var ids = new List<string>();
        for (var i = 0; i < 13; i++)
            ids.Insert(0, await simulator.SubmitAsync());
        await simulator.SubmitAsync(key: "sk-second");

        var first = await simulator.GetAsync("/api/v1/tasks/");
        var second = await simulator.GetAsync("/api/v1/tasks?page_no=2");

        first.EnumerateObject().Select(member => member.Name).ShouldBe(["request_id", "total", "total_page", "page_no", "page_size", "data"]);
        (first.GetProperty("total").GetInt32(), first.GetProperty("total_page").GetInt32(), first.GetProperty("page_size").GetInt32()).ShouldBe((13, 2, 10));
        Ids(first).Concat(Ids(second)).ShouldBe(ids);
    }

    [Fact]
    public async Task An_item_has_the_submits_request_id_and_times_in_milliseconds_and_no_result()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.SubmitRawAsync();
        var submitted = await RunningSimulator.ReadAsync(response);
        var pending = (await simulator.GetAsync("/api/v1/tasks")).GetProperty("data")[0];
        simulator.Clock.Advance(11);

        var item = (await simulator.GetAsync("/api/v1/tasks")).GetProperty("data")[0];

        pending.TryGetProperty("start_time", out _).ShouldBeFalse();
        item.EnumerateObject().Select(member => member.Name).ShouldBe(
        [
            "task_id", "status", "model_name", "request_id", "gmt_create", "start_time", "end_time",
            "region", "api_key_id", "caller_uid", "caller_parent_id", "user_api_unique_key",
        ]);
        item.GetProperty("request_id").GetString().ShouldBe(submitted.GetProperty("request_id").GetString());
        item.GetProperty("task_id").GetString().ShouldBe(submitted.GetProperty("output").GetProperty("task_id").GetString());
        item.GetProperty("status").GetString().ShouldBe("SUCCEEDED");
        var end = simulator.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        string[] times = ["gmt_create", "start_time", "end_time"];
        times.Select(name => item.GetProperty(name).GetInt64()).ShouldBe([end - 11_000, end - 10_000, end]);
        item.GetProperty("user_api_unique_key").GetString().ShouldBe("apikey:v1:aigc:video-generation:video-synthesis:wan2.7-r2v");
    }

    [Fact]
    public async Task A_list_can_be_narrowed_to_a_model_a_status_a_task_and_a_window()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var old = await simulator.SubmitAsync();
        simulator.Clock.Advance(60);
        var late = await simulator.SubmitAsync();
        var other = await simulator.SubmitAsync(Bodies.Wan26());

        (await Listed("model_name=wan2.6-r2v-flash")).ShouldBe([other]);
        (await Listed("status=SUCCEEDED")).ShouldBe([old]);
        (await Listed($"task_id={late}")).ShouldBe([late]);
        (await Listed("start_time=20260402225319&end_time=20260402225319")).ShouldBe([old]);
        (await Listed("start_time=20260402225320")).ShouldBe([other, late]);
        (await Listed("end_time=20260402225418")).ShouldBe([old]);
        simulator.Clock.Advance(24 * 3600 - 30);
        (await Listed("status=SUCCEEDED")).ShouldBe([other, late]);

        async Task<string[]> Listed(string query) => Ids(await simulator.GetAsync($"/api/v1/tasks?{query}"));
    }

    [Theory]
    [InlineData("start_time=2026-04-02")]
    [InlineData("start_time=20260401000000&end_time=20260402000001")]
    [InlineData("start_time=20260402000000&end_time=20260401000000")]
    [InlineData("page_no=0")]
    [InlineData("page_size=ten")]
    public async Task A_list_that_makes_no_sense_is_refused(string query)
    {
        await using var simulator = await RunningSimulator.StartAsync();

        using var response = await simulator.Http.GetAsync($"/api/v1/tasks?{query}");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await RunningSimulator.ReadAsync(response)).GetProperty("code").GetString().ShouldBe("InvalidParameter");
    }

    private static string[] Ids(JsonElement list) => [.. list.GetProperty("data").EnumerateArray().Select(task => task.GetProperty("task_id").GetString()!)];
}
