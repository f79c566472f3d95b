using System.Text.Json;

namespace Wan.Simulator.Tests;

public sealed class QueryTests
{
    [Fact]
    public async Task A_task_waits_runs_and_succeeds_and_its_times_are_told_in_UTC_plus_8()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var id = await simulator.SubmitAsync();

        var pending = (await simulator.QueryAsync(id)).GetProperty("output");
        simulator.Clock.Advance(1);
        var running = (await simulator.QueryAsync(id)).GetProperty("output");
        simulator.Clock.Advance(10);
        var succeeded = (await simulator.QueryAsync(id)).GetProperty("output");

        Names(pending).ShouldBe(["task_id", "task_status", "submit_time"]);
        pending.GetProperty("task_status").GetString().ShouldBe("PENDING");
        Names(running).ShouldBe(["task_id", "task_status", "submit_time", "scheduled_time"]);
        running.GetProperty("task_status").GetString().ShouldBe("RUNNING");
        Names(succeeded).ShouldBe(["task_id", "task_status", "submit_time", "scheduled_time", "end_time", "orig_prompt", "video_url"]);
        succeeded.GetProperty("task_status").GetString().ShouldBe("SUCCEEDED");
        succeeded.GetProperty("submit_time").GetString().ShouldBe("2026-04-02 22:53:19.537");
        succeeded.GetProperty("scheduled_time").GetString().ShouldBe("2026-04-02 22:53:20.537");
        succeeded.GetProperty("end_time").GetString().ShouldBe("2026-04-02 22:53:30.537");
        succeeded.GetProperty("orig_prompt").GetString().ShouldBe("Video 1 dances");
    }

    [Theory]
    [InlineData("""{"resolution":"720P","duration":8}""", 1, 2, """{"duration":13,"input_video_duration":5,"output_video_duration":8,"video_count":1,"SR":720,"ratio":"16:9"}""")]
    [InlineData("""{"ratio":"3:4","duration":10}""", 2, 1, """{"duration":15,"input_video_duration":5,"output_video_duration":10,"video_count":1,"SR":1080,"ratio":"3:4"}""")]
    [InlineData("""{"duration":2}""", 3, 2, """{"duration":6.95,"input_video_duration":4.95,"output_video_duration":2,"video_count":1,"SR":1080,"ratio":"16:9"}""")]
    [InlineData("""{"duration":15}""", 0, 1, """{"duration":15,"input_video_duration":0,"output_video_duration":15,"video_count":1,"SR":1080,"ratio":"16:9"}""")]
    public async Task The_usage_of_2_7_shares_the_input_seconds_among_reference_videos_only(string parameters, int videos, int images, string usage)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var id = await simulator.SubmitAsync(Bodies.Wan27(parameters, videos: videos, images: images));

        simulator.Clock.Advance(11);

        (await simulator.QueryAsync(id)).GetProperty("usage").GetRawText().ShouldBe(usage);
    }

    [Fact]
    public async Task The_usage_can_be_told_as_the_older_page_has_it()
    {
        await using var simulator = await RunningSimulator.StartAsync("OlderUsage=true");
        var id = await simulator.SubmitAsync(Bodies.Wan27("""{"resolution":"720P","duration":10}""", videos: 1, images: 0));

        simulator.Clock.Advance(11);

        (await simulator.QueryAsync(id)).GetProperty("usage").GetRawText().ShouldBe(
            """{"duration":10,"input_video_duration":5,"output_video_duration":10,"video_count":1,"SR":720,"ratio":"16:9","audio":true}""");
        (await simulator.LedgerAsync()).GetProperty("tasks")[0].GetProperty("billed_seconds").GetDouble().ShouldBe(15);
    }

    [Theory]
    [InlineData("""{"size":"1280*720","duration":5}""", 1, 0, """{"duration":10.0,"input_video_duration":5,"output_video_duration":5,"video_count":1,"SR":720,"size":"1280*720"}""")]
    [InlineData("""{"duration":5}""", 2, 1, """{"duration":8.3,"input_video_duration":3.3,"output_video_duration":5,"video_count":1,"SR":1080,"size":"1920*1080"}""")]
    [InlineData("""{"size":"832*1088","duration":2}""", 1, 4, """{"duration":3.0,"input_video_duration":1,"output_video_duration":2,"video_count":1,"SR":720,"size":"832*1088"}""")]
    public async Task The_usage_of_2_6_shares_them_among_all_references(string parameters, int videos, int images, string usage)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var id = await simulator.SubmitAsync(Bodies.Wan26(parameters, videos: videos, images: images));

        simulator.Clock.Advance(11);

        (await simulator.QueryAsync(id)).GetProperty("usage").GetRawText().ShouldBe(usage);
        (await simulator.LedgerAsync()).GetProperty("tasks")[0].GetProperty("billed_seconds").GetDouble()
            .ShouldBe(JsonDocument.Parse(usage).RootElement.GetProperty("duration").GetDouble());
    }

    [Fact]
    public async Task A_short_input_video_counts_with_its_own_length()
    {
        await using var simulator = await RunningSimulator.StartAsync("InputVideoLength=00:00:02");
        var id = await simulator.SubmitAsync(Bodies.Wan27());

        simulator.Clock.Advance(11);

        (await simulator.QueryAsync(id)).GetProperty("usage").GetProperty("input_video_duration").GetDouble().ShouldBe(2);
    }

    [Fact]
    public async Task An_id_that_nobody_knows_is_UNKNOWN_and_so_is_another_accounts_and_one_of_yesterday()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var own = await simulator.SubmitAsync();
        var others = await simulator.SubmitAsync(key: "sk-second");

        (await simulator.StatusAsync(Guid.NewGuid().ToString())).ShouldBe("UNKNOWN");
        (await simulator.StatusAsync(others)).ShouldBe("UNKNOWN");
        simulator.Clock.Advance(11 + (24 * 3600) - 1);
        (await simulator.StatusAsync(own)).ShouldBe("SUCCEEDED");
        simulator.Clock.Advance(1);
        Names((await simulator.QueryAsync(own)).GetProperty("output")).ShouldBe(["task_id", "task_status"]);
        (await simulator.StatusAsync(own)).ShouldBe("UNKNOWN");
    }

    [Fact]
    public async Task Two_keys_of_one_account_see_the_same_tasks()
    {
        await using var simulator = await RunningSimulator.StartAsync("Accounts:both:0=sk-first", "Accounts:both:1=sk-second");

        var id = await simulator.SubmitAsync(key: "sk-second");

        (await simulator.StatusAsync(id)).ShouldBe("PENDING");
        (await simulator.LedgerAsync()).GetProperty("tasks")[0].GetProperty("account").GetString().ShouldBe("both");
    }

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(member => member.Name)];
}
