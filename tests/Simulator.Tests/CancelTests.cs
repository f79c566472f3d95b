using System.Net;

namespace Wan.Simulator.Tests;

public sealed class CancelTests
{
    [Fact]
    public async Task A_pending_task_is_cancelled_and_those_behind_it_move_up()
    {
        await using var simulator = await RunningSimulator.StartAsync("RunningTasks=1", "QueueDelay=00:00:00");
        var running = await simulator.SubmitAsync();
        var second = await simulator.SubmitAsync();
        var third = await simulator.SubmitAsync();
        simulator.Clock.Advance(1);

        using var response = await simulator.CancelAsync(second);
        simulator.Clock.Advance(9);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await RunningSimulator.ReadAsync(response)).EnumerateObject().Select(member => member.Name).ShouldBe(["request_id"]);
        (await simulator.StatusAsync(running)).ShouldBe("SUCCEEDED");
        (await simulator.StatusAsync(second)).ShouldBe("CANCELED");
        (await simulator.StatusAsync(third)).ShouldBe("RUNNING");
        (await simulator.LedgerAsync()).GetProperty("tasks")[1].GetProperty("billed_seconds").GetDouble().ShouldBe(0);
    }

    [Fact]
    public async Task No_other_task_can_be_cancelled()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var running = await simulator.SubmitAsync();
        simulator.Clock.Advance(1);
        var canceled = await simulator.SubmitAsync();
        (await simulator.CancelAsync(canceled)).EnsureSuccessStatusCode().Dispose();
        var others = await simulator.SubmitAsync(key: "sk-second");

        foreach (var id in new[] { running, canceled, others, "nonsense" })
        {
            using var response = await simulator.CancelAsync(id);
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            var answer = await RunningSimulator.ReadAsync(response);
            answer.GetProperty("code").GetString().ShouldBe("UnsupportedOperation");
            answer.GetProperty("message").GetString().ShouldBe("Failed to cancel the task, please confirm if the task is in PENDING status.");
        }
    }
}
