using System.Net;
using System.Text.Json;

namespace Wan.Simulator.Tests;

public sealed class LimitTests
{
    [Fact]
    public async Task Six_submits_in_any_second_are_one_too_many_for_each_model_and_account()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await simulator.SubmitAsync();
            simulator.Clock.Advance(0.1);
        }

        using var sixth = await simulator.SubmitRawAsync();
        await simulator.SubmitAsync(Bodies.Wan26());
        await simulator.SubmitAsync(key: "sk-second");
        simulator.Clock.Advance(0.5);
        await simulator.SubmitAsync();
        using var seventh = await simulator.SubmitRawAsync();

        sixth.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        var answer = await RunningSimulator.ReadAsync(sixth);
        answer.GetProperty("code").GetString().ShouldBe("Throttling.RateQuota");
        answer.GetProperty("message").GetString().ShouldBe("Requests rate limit exceeded, please try again later.");
        seventh.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Five_tasks_run_and_the_rest_wait_and_move_up_one_by_one()
    {
        await using var simulator = await RunningSimulator.StartAsync("SubmitsPerSecond=0", "QueueDelay=00:00:00", "QueriesPerSecond=0");
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            ids.Add(await simulator.SubmitAsync());
            simulator.Clock.Advance(1);
        }

        var others = await simulator.SubmitAsync(Bodies.Wan26());

        (await Statuses()).ShouldBe(["RUNNING", "RUNNING", "RUNNING", "RUNNING", "RUNNING", "PENDING", "PENDING"]);
        (await simulator.StatusAsync(others)).ShouldBe("RUNNING");
        simulator.Clock.Advance(3);
        (await Statuses()).ShouldBe(["SUCCEEDED", "RUNNING", "RUNNING", "RUNNING", "RUNNING", "RUNNING", "PENDING"]);
        simulator.Clock.Advance(1);
        (await Statuses()).ShouldBe(["SUCCEEDED", "SUCCEEDED", "RUNNING", "RUNNING", "RUNNING", "RUNNING", "RUNNING"]);

        async Task<List<string>> Statuses()
        {
            var statuses = new List<string>();
            foreach (var id in ids)
                statuses.Add(await simulator.StatusAsync(id));
            return statuses;
        }
    }

    [Fact]
    public async Task A_full_queue_is_answered_429()
    {
        await using var simulator = await RunningSimulator.StartAsync("SubmitsPerSecond=0", "RunningTasks=1", "QueuedTasks=2", "QueueDelay=00:00:00");
        await simulator.SubmitAsync();
        await simulator.SubmitAsync();
        await simulator.SubmitAsync();

        using var full = await simulator.SubmitRawAsync();
        simulator.Clock.Advance(10);
        using var again = await simulator.SubmitRawAsync();

        full.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await RunningSimulator.ReadAsync(full)).GetProperty("code").GetString().ShouldBe("Throttling");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Queries_lists_and_cancels_share_twenty_a_second()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        for (var i = 0; i < 18; i++)
            await simulator.StatusAsync("x");
        await simulator.GetAsync("/api/v1/tasks");
        (await simulator.CancelAsync("x")).Dispose();

        using var query = await simulator.Http.GetAsync("/api/v1/tasks/x");
        using var list = await simulator.Http.GetAsync("/api/v1/tasks/");
        using var cancel = await simulator.CancelAsync("x");
        simulator.Clock.Advance(1);

        new[] { query.StatusCode, list.StatusCode, cancel.StatusCode }.ShouldAllBe(status => status == HttpStatusCode.TooManyRequests);
        (await RunningSimulator.ReadAsync(query)).GetProperty("code").GetString().ShouldBe("Throttling.RateQuota");
        (await simulator.StatusAsync("x")).ShouldBe("UNKNOWN");
    }

    [Fact]
    public async Task The_ledger_counts_what_was_asked_and_how_fast()
    {
        await using var simulator = await RunningSimulator.StartAsync("Accounts:one:0=sk-first", "Accounts:two:0=sk-second");
        var id = await simulator.SubmitAsync();
        for (var i = 0; i < 5; i++)
            (await simulator.SubmitRawAsync()).Dispose();
        (await simulator.SubmitRawAsync(new System.Text.Json.Nodes.JsonObject { ["model"] = "none" })).Dispose();
        await simulator.SubmitAsync(key: "sk-second");
        simulator.Clock.Advance(0.5);
        await simulator.GetAsync("/api/v1/tasks");
        (await simulator.CancelAsync(id)).Dispose();
        for (var i = 0; i < 19; i++)
            await simulator.QueryAsync(id);

        var ledger = await simulator.LedgerAsync();
        var counters = await simulator.GetAsync("/simulator/ledger?tasks=false");

        ledger.GetProperty("counters").GetRawText().ShouldBe(
            """{"tasks":6,"submits":7,"throttled":1,"refused":1,"queries":19,"lists":1,"cancels":1,"throttled_queries":1,"downloads":0,"policies":0}""");
        var account = ledger.GetProperty("accounts")[0];
        account.GetProperty("account").GetString().ShouldBe("one");
        account.GetProperty("max_submits_in_a_second").GetInt32().ShouldBe(6);
        account.GetProperty("max_queries_in_a_second").GetInt32().ShouldBe(21);
        account.GetProperty("models").GetProperty("wan2.7-r2v").GetProperty("max_unfinished").GetInt32().ShouldBe(5);
        counters.TryGetProperty("tasks", out _).ShouldBeFalse();
        counters.GetProperty("counters").GetRawText().ShouldBe(ledger.GetProperty("counters").GetRawText());
    }

    [Fact]
    public async Task The_ledger_tells_all_of_a_task()
    {
        await using var simulator = await RunningSimulator.StartAsync("Accounts:one:0=sk-first");
        var url = await simulator.VideoUrlAsync();
        await simulator.Http.GetByteArrayAsync(url);
        await simulator.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, url));

        var task = (await simulator.LedgerAsync()).GetProperty("tasks")[0];

        string[] told = ["account", "model", "prompt", "status", "outcome"];
        told.Select(name => task.GetProperty(name).GetString()).ShouldBe(["one", "wan2.7-r2v", "Video 1 dances", "SUCCEEDED", "accepted"]);
        task.GetProperty("submitted_at").GetDateTimeOffset().ShouldBe(simulator.Clock.GetUtcNow().AddSeconds(-11));
        task.GetProperty("scheduled_at").GetDateTimeOffset().ShouldBe(simulator.Clock.GetUtcNow().AddSeconds(-10));
        task.GetProperty("ends_at").GetDateTimeOffset().ShouldBe(simulator.Clock.GetUtcNow());
        task.GetProperty("billed_seconds").GetDouble().ShouldBe(10);
        task.GetProperty("queries").GetInt32().ShouldBe(1);
        task.GetProperty("downloads").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Speed_shortens_waiting_and_running_and_nothing_else()
    {
        await using var simulator = await RunningSimulator.StartAsync("Speed=100");
        var id = await simulator.SubmitAsync();

        simulator.Clock.Advance(0.01);
        (await simulator.StatusAsync(id)).ShouldBe("RUNNING");
        simulator.Clock.Advance(0.1);
        var output = (await simulator.QueryAsync(id)).GetProperty("output");

        output.GetProperty("task_status").GetString().ShouldBe("SUCCEEDED");
        output.GetProperty("end_time").GetString().ShouldBe("2026-04-02 22:53:19.647");
        simulator.Clock.Advance(24 * 3600 - 1);
        using var video = await simulator.Http.GetAsync(output.GetProperty("video_url").GetString());
        video.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Five_thousand_tasks_run_at_once_and_end_each_at_its_time()
    {
        await using var simulator = await RunningSimulator.StartAsync(
            "SubmitsPerSecond=0", "RunningTasks=0", "QueuedTasks=0", "QueriesPerSecond=0", "QueueDelay=00:00:00", "RenderTime=00:01:00..00:17:00");
        await Parallel.ForAsync(0, 5000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, _) => await simulator.SubmitAsync());

        (await Running()).ShouldBe(5000);
        simulator.Clock.Advance(9 * 60);
        (await Running()).ShouldBeInRange(2200, 2800);
        simulator.Clock.Advance(8 * 60);
        (await Running()).ShouldBe(0);
        var tasks = (await simulator.LedgerAsync()).GetProperty("tasks").EnumerateArray();
        tasks.ShouldAllBe(task => task.GetProperty("status").GetString() == "SUCCEEDED");

        async Task<int> Running() => (await simulator.GetAsync("/api/v1/tasks?status=RUNNING&page_size=1")).GetProperty("total").GetInt32();
    }

    [Theory]
    [InlineData("Models:wan2.7-r2v:RunningTasks=1", "Models:wan2.7-r2v:RenderTime=00:00:20", 1, 20)]
    [InlineData("RunningTasks=2", "RenderTime=00:00:30", 2, 30)]
    public async Task A_model_can_have_limits_and_times_of_its_own(string first, string second, int running, int seconds)
    {
        await using var simulator = await RunningSimulator.StartAsync("QueueDelay=00:00:00", first, second);
        for (var i = 0; i < 3; i++)
            await simulator.SubmitAsync();

        var tasks = (await simulator.LedgerAsync()).GetProperty("tasks").EnumerateArray().ToList();

        tasks.Count(task => task.GetProperty("status").GetString() == "RUNNING").ShouldBe(running);
        tasks.ShouldAllBe(task => Ran(task) == seconds);
    }

    [Fact]
    public async Task Render_times_are_the_same_for_the_same_seed()
    {
        var first = await Times(3);
        var again = await Times(3);
        var other = await Times(4);

        again.ShouldBe(first);
        other.ShouldNotBe(first);
        first.ShouldAllBe(seconds => seconds >= 2 && seconds <= 10);
        first.Distinct().Count().ShouldBe(20);

        static async Task<List<double>> Times(int seed)
        {
            await using var simulator = await RunningSimulator.StartAsync("SubmitsPerSecond=0", "RenderTime=00:00:02..00:00:10", $"Seed={seed}");
            for (var i = 0; i < 20; i++)
                await simulator.SubmitAsync();
            return [.. (await simulator.LedgerAsync()).GetProperty("tasks").EnumerateArray().Select(Ran)];
        }
    }

    private static double Ran(JsonElement task) =>
        (task.GetProperty("ends_at").GetDateTimeOffset() - task.GetProperty("scheduled_at").GetDateTimeOffset()).TotalSeconds;
}
