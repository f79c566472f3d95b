using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Wan.Simulator.Tests;

public sealed class SubmitFaultTests
{
    [Theory]
    [InlineData("Throttling")]
    [InlineData("Throttling.RateQuota")]
    [InlineData("Throttling.BurstRate")]
    [InlineData("Throttling.AllocationQuota")]
    [InlineData("CommodityNotPurchased")]
    [InlineData("PrepaidBillOverdue")]
    [InlineData("PostpaidBillOverdue")]
    public async Task Every_class_of_429_can_be_answered_and_makes_no_task(string code)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await simulator.FaultsAsync($$"""[{"kind":"submit_throttled","code":"{{code}}"}]""");

        using var response = await simulator.SubmitRawAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        var answer = await RunningSimulator.ReadAsync(response);
        answer.GetProperty("code").GetString().ShouldBe(code);
        answer.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
        (await Tasks(simulator)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_error_before_acceptance_makes_no_task()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"submit_error"}]""");

        using var response = await simulator.SubmitRawAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await RunningSimulator.ReadAsync(response)).GetProperty("code").GetString().ShouldBe("InternalError");
        (await Tasks(simulator)).ShouldBeEmpty();
        (await simulator.TallyAsync("submit_error")).ShouldBe((1, 0));
    }

    [Fact]
    public async Task An_error_after_acceptance_leaves_a_task_that_the_caller_does_not_know()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"submit_accepted_error","status":503,"code":"ModelUnavailable"}]""");

        using var response = await simulator.SubmitRawAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await RunningSimulator.ReadAsync(response)).GetProperty("code").GetString().ShouldBe("ModelUnavailable");
        await ShouldBeHidden(simulator, "submit_accepted_error");
    }

    [Fact]
    public async Task A_submit_that_hangs_has_made_a_task()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"submit_accepted_hang"}]""");
        using var patience = new CancellationTokenSource();

        var submit = simulator.Http.SendAsync(RunningSimulator.SubmitRequest(Bodies.Wan27()), patience.Token);
        await Until(async () => (await Tasks(simulator)).Count == 1);
        submit.IsCompleted.ShouldBeFalse();
        await patience.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => submit);
        await ShouldBeHidden(simulator, "submit_accepted_hang");
    }

    [Fact]
    public async Task A_hanging_submit_does_not_hold_up_the_shutdown()
    {
        var simulator = await RunningSimulator.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"submit_accepted_hang"}]""");
        var submit = simulator.SubmitRawAsync();
        await Until(async () => (await Tasks(simulator)).Count == 1);

        await simulator.StopAsync();

        await Should.ThrowAsync<HttpRequestException>(() => submit);
        await simulator.DisposeAsync();
    }

    [Fact]
    public async Task A_submit_that_is_reset_has_made_a_task()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"submit_accepted_reset"}]""");

        var failure = await Should.ThrowAsync<HttpRequestException>(() => simulator.SubmitRawAsync());

        (failure.GetBaseException() as SocketException)?.SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
        await ShouldBeHidden(simulator, "submit_accepted_reset");
    }

    [Theory]
    [InlineData("""[{"kind":"submit_not_json"}]""", 1)]
    [InlineData("""[{"kind":"submit_not_json","accept":false}]""", 0)]
    public async Task An_answer_that_is_not_JSON_may_hide_a_task_or_not(string faults, int tasks)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await simulator.FaultsAsync(faults);

        using var response = await simulator.SubmitRawAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).ShouldStartWith("<html>");
        (await Tasks(simulator)).Count.ShouldBe(tasks);
    }

    [Fact]
    public async Task A_slow_submit_is_answered_in_the_end()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"submit_slow","seconds":0.1}]""");

        await simulator.SubmitAsync();

        await ShouldBeHidden(simulator, "submit_slow");
    }

    [Fact]
    public async Task A_task_can_be_made_to_fail_with_any_code()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"task_fails","match":"dances","code":"DataInspectionFailed","message":"Output data may contain inappropriate content."}]""");
        var id = await simulator.SubmitAsync();

        simulator.Clock.Advance(11);

        var output = (await simulator.QueryAsync(id)).GetProperty("output");
        output.GetProperty("task_status").GetString().ShouldBe("FAILED");
        output.GetProperty("code").GetString().ShouldBe("DataInspectionFailed");
        output.GetProperty("message").GetString().ShouldBe("Output data may contain inappropriate content.");
        (await simulator.TallyAsync("task_fails")).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Connections_are_refused_for_a_while_and_taken_again()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"refuse_connections","seconds":4}]""");

        await Until(async () => await IsRefused(simulator));
        await Until(async () => !await IsRefused(simulator));

        await simulator.SubmitAsync();
        (await simulator.TallyAsync("refuse_connections")).ShouldBe((1, 0));
    }

    [Fact]
    public async Task A_submit_can_be_the_last_before_the_door_is_shut()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await simulator.FaultsAsync("""[{"kind":"refuse_connections","match":"dances","count":1,"seconds":4}]""");

        await simulator.SubmitAsync();

        await Until(async () => await IsRefused(simulator));
        await Until(async () => !await IsRefused(simulator));
        await simulator.SubmitAsync();
        (await simulator.TallyAsync("refuse_connections")).Fired.ShouldBe(1);
    }

    [Fact]
    public async Task A_key_is_turned_away_for_a_while_on_every_path()
    {
        await using var simulator = await RunningSimulator.StartAsync("Accounts:one:0=sk-first", "Accounts:two:0=sk-second");
        await simulator.FaultsAsync("""[{"kind":"unauthorized","account":"one","for":60}]""");

        using var submit = await simulator.SubmitRawAsync();
        using var query = await simulator.Http.GetAsync("/api/v1/tasks/x");
        using var cancel = await simulator.CancelAsync("x");
        using var others = await simulator.SubmitRawAsync(key: "sk-second");

        new[] { submit.StatusCode, query.StatusCode, cancel.StatusCode }.ShouldAllBe(status => status == HttpStatusCode.Unauthorized);
        (await RunningSimulator.ReadAsync(submit)).GetProperty("code").GetString().ShouldBe("InvalidApiKey");
        others.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task ShouldBeHidden(RunningSimulator simulator, string outcome)
    {
        var task = (await Tasks(simulator)).ShouldHaveSingleItem();
        task.GetProperty("outcome").GetString().ShouldBe(outcome);
        task.GetProperty("faults").GetRawText().ShouldBe($"""["{outcome}"]""");
        (await simulator.TallyAsync(outcome)).ShouldBe((1, 1));
        (await simulator.StatusAsync(task.GetProperty("id").GetString()!)).ShouldBe("PENDING");
    }

    private static async Task<List<JsonElement>> Tasks(RunningSimulator simulator) => [.. (await simulator.LedgerAsync()).GetProperty("tasks").EnumerateArray()];

    private static async Task<bool> IsRefused(RunningSimulator simulator)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, simulator.Http.BaseAddress!.Port);
            return false;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            return false; // It was taken just before the door shut.
        }
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
            await Task.Delay(10, bound.Token);
    }
}
