using System.Net;
using System.Text.Json;

namespace Wan.Simulator.Tests;

public sealed class QueryFaultTests
{
    [Fact]
    public async Task A_query_can_be_throttled_and_changes_nothing()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var id = await simulator.SubmitAsync();
        await simulator.FaultsAsync("""[{"kind":"query_throttled","per_task":1}]""");

        using var response = await simulator.Http.GetAsync($"/api/v1/tasks/{id}");

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await RunningSimulator.ReadAsync(response)).GetProperty("code").GetString().ShouldBe("Throttling.RateQuota");
        (await simulator.StatusAsync(id)).ShouldBe("PENDING");
        (await simulator.TallyAsync("query_throttled")).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData("", 500, "InternalError")]
    [InlineData(""","status":503,"code":"ModelServingError" """, 503, "ModelServingError")]
    public async Task A_query_can_be_answered_with_an_error(string parameters, int status, string code)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var id = await simulator.SubmitAsync();
        await simulator.FaultsAsync($$"""[{"kind":"query_error"{{parameters}}}]""");

        using var response = await simulator.Http.GetAsync($"/api/v1/tasks/{id}");

        ((int)response.StatusCode).ShouldBe(status);
        (await RunningSimulator.ReadAsync(response)).GetProperty("code").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task A_query_can_be_slow()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var id = await simulator.SubmitAsync();
        await simulator.FaultsAsync("""[{"kind":"query_slow","seconds":600}]""");
        using var patience = new CancellationTokenSource();

        var query = simulator.Http.GetAsync($"/api/v1/tasks/{id}", patience.Token);
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await simulator.LedgerAsync()).GetProperty("counters").GetProperty("queries").GetInt64() == 0)
            await Task.Delay(10, bound.Token);

        query.IsCompleted.ShouldBeFalse();
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => query);
    }

    [Fact]
    public async Task An_answer_can_end_in_the_middle_of_its_JSON()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var id = await simulator.SubmitAsync();
        await simulator.FaultsAsync("""[{"kind":"query_truncated"}]""");

        var text = await simulator.Http.GetStringAsync($"/api/v1/tasks/{id}");

        text.ShouldStartWith("{\"request_id\"");
        Should.Throw<JsonException>(() => JsonDocument.Parse(text));
    }

    [Fact]
    public async Task A_task_can_be_UNKNOWN_for_its_first_queries()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"query_unknown","per_task":2}]""");
        var first = await simulator.SubmitAsync();
        var second = await simulator.SubmitAsync();

        var told = new List<string>();
        foreach (var id in new[] { first, first, second, first, second, second })
            told.Add(await simulator.StatusAsync(id));

        told.ShouldBe(["UNKNOWN", "UNKNOWN", "UNKNOWN", "PENDING", "UNKNOWN", "PENDING"]);
        (await simulator.TallyAsync("query_unknown")).ShouldBe((4, 2));
    }

    [Fact]
    public async Task A_success_can_turn_out_to_be_a_failure_without_a_reason_for_good()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"query_failed_without_reason"}]""");
        var id = await simulator.SubmitAsync();
        (await simulator.StatusAsync(id)).ShouldBe("PENDING");
        simulator.Clock.Advance(11);

        var output = (await simulator.QueryAsync(id)).GetProperty("output");
        await simulator.Http.DeleteAsync("/simulator/faults");

        output.EnumerateObject().Select(member => member.Name).ShouldBe(["task_id", "task_status", "submit_time", "scheduled_time", "end_time"]);
        output.GetProperty("task_status").GetString().ShouldBe("FAILED");
        (await simulator.StatusAsync(id)).ShouldBe("FAILED");
        (await simulator.LedgerAsync()).GetProperty("tasks")[0].GetProperty("billed_seconds").GetDouble().ShouldBe(0);
    }

    [Theory]
    [InlineData("", "SUSPENDED")]
    [InlineData(""","word":"THINKING" """, "THINKING")]
    public async Task A_status_can_be_a_word_that_nobody_knows(string parameters, string word)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await simulator.FaultsAsync($$"""[{"kind":"query_odd_status","count":1{{parameters}}}]""");
        var id = await simulator.SubmitAsync();

        (await simulator.StatusAsync(id)).ShouldBe(word);
        (await simulator.StatusAsync(id)).ShouldBe("PENDING");
    }

    [Fact]
    public async Task A_success_can_come_without_its_URL()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"query_without_url","count":1}]""");
        var id = await simulator.SubmitAsync();
        (await simulator.StatusAsync(id)).ShouldBe("PENDING");
        simulator.Clock.Advance(11);

        var first = (await simulator.QueryAsync(id)).GetProperty("output");
        var second = (await simulator.QueryAsync(id)).GetProperty("output");

        first.GetProperty("task_status").GetString().ShouldBe("SUCCEEDED");
        first.TryGetProperty("video_url", out _).ShouldBeFalse();
        second.TryGetProperty("video_url", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_list_can_show_a_task_late_or_never()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"list_late","match":"late","seconds":30},{"kind":"list_never","match":"never"}]""");
        var plain = await simulator.SubmitAsync(Bodies.Wan27(prompt: "plain"));
        var late = await simulator.SubmitAsync(Bodies.Wan27(prompt: "late"));
        var never = await simulator.SubmitAsync(Bodies.Wan27(prompt: "never"));

        (await Listed(simulator)).ShouldBe([plain]);
        simulator.Clock.Advance(29.9);
        (await Listed(simulator)).ShouldBe([plain]);
        simulator.Clock.Advance(0.1);
        (await Listed(simulator)).ShouldBe([late, plain]);
        simulator.Clock.Advance(3600);
        (await Listed(simulator)).ShouldBe([late, plain]);
        (await simulator.StatusAsync(never)).ShouldBe("SUCCEEDED");
        (await simulator.TallyAsync("list_never")).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_list_can_be_in_the_wrong_order_and_still_complete()
    {
        await using var simulator = await RunningSimulator.StartAsync("SubmitsPerSecond=0");
        var ids = new List<string>();
        for (var i = 0; i < 10; i++)
            ids.Insert(0, await simulator.SubmitAsync());

        (await Listed(simulator)).ShouldBe(ids);
        await simulator.FaultsAsync("""[{"kind":"list_unordered"}]""");
        var listed = await Listed(simulator);

        listed.ShouldNotBe(ids);
        listed.ShouldBe(ids, ignoreOrder: true);
    }

    [Fact]
    public async Task A_list_can_be_answered_with_an_error()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"list_error","status":502}]""");

        using var response = await simulator.Http.GetAsync("/api/v1/tasks");

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
    }

    [Fact]
    public async Task The_vendors_clock_can_be_wrong_in_every_time_it_tells_and_takes()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var id = await simulator.SubmitAsync();
        var truly = (await simulator.GetAsync("/api/v1/tasks")).GetProperty("data")[0].GetProperty("gmt_create").GetInt64();
        await simulator.FaultsAsync("""[{"kind":"clock_skew","seconds":-3600}]""");

        var told = (await simulator.QueryAsync(id)).GetProperty("output").GetProperty("submit_time").GetString();
        var listed = (await simulator.GetAsync("/api/v1/tasks?start_time=20260402215319&end_time=20260402215320")).GetProperty("data");
        using var response = await simulator.Http.GetAsync("/api/v1/tasks");

        told.ShouldBe("2026-04-02 21:53:19.537");
        listed[0].GetProperty("gmt_create").GetInt64().ShouldBe(truly - 3_600_000);
        response.Headers.Date!.Value.ShouldBeLessThan(DateTimeOffset.UtcNow.AddMinutes(-30));
    }

    private static async Task<List<string>> Listed(RunningSimulator simulator) =>
        [.. (await simulator.GetAsync("/api/v1/tasks")).GetProperty("data").EnumerateArray().Select(task => task.GetProperty("task_id").GetString()!)];
}
