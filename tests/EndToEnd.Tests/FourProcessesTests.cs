using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

[Collection("rabbitmq 2")]
public sealed class FourProcessesTests(RabbitMqBroker broker)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task A_hundred_generations_are_completed_with_a_task_each()
    {
        await using var installation = await Installation.StartInFourProcessesAsync(await broker.CreateVirtualHostAsync(), runningTasks: 20);
        var orders = Order.Mixed(100);

        var ids = await Task.WhenAll(orders.Select(installation.Door.PlaceAsync));
        var generations = await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails);

        await Proof.CheckAsync(installation, orders, generations);
    }

    [Fact]
    public async Task Each_service_killed_in_mid_run_and_started_again_costs_time_and_nothing_else()
    {
        await using var installation = await Installation.StartInFourProcessesAsync(await broker.CreateVirtualHostAsync(), runningTasks: 10);
        var orders = Order.Mixed(4 * 28);
        var placing = new List<Task<string>>();
        await KillInMidRunAsync("Intake");
        await KillInMidRunAsync("Poller");
        await KillInMidRunAsync("Archiver");
        await CheckAsync(mayBeUncertain: false);

        await KillInMidRunAsync("Submitter");
        await CheckAsync(mayBeUncertain: true); // A POST may have been cut off.

        async Task KillInMidRunAsync(string service)
        {
            placing.AddRange(orders.Skip(placing.Count).Take(28).Select(installation.Door.PlaceAsync));
            await Eventually.UntilAsync(
                async () => await installation.Simulator.CountAsync("tasks") >= placing.Count - 15, () => $"tasks in mid-run{installation.Tails()}");
            await installation[service].KillAsync();
            await installation[service].StartAsync();
        }

        async Task CheckAsync(bool mayBeUncertain)
        {
            var generations = await installation.Door.WaitForEndsAsync(await Task.WhenAll(placing), Patience, installation.Tails);
            await Proof.CheckAsync(installation, [.. orders.Take(placing.Count)], generations, mayBeUncertain);
        }
    }

    [Fact]
    public async Task A_broker_stopped_in_mid_run_and_started_again_costs_time_and_nothing_else()
    {
        await using var own = await RabbitMqBroker.StartOwnAsync();
        await using var installation = await Installation.StartInFourProcessesAsync(await own.CreateVirtualHostAsync(), runningTasks: 10);
        var orders = Order.Mixed(49);
        var placing = Task.WhenAll(orders.Select(installation.Door.PlaceAsync));
        await Eventually.UntilAsync(async () => await installation.Simulator.CountAsync("tasks") >= 20, () => $"20 tasks{installation.Tails()}");

        await own.StopAsync();
        await own.StartAsync();

        var generations = await installation.Door.WaitForEndsAsync(await placing, Patience, installation.Tails);
        await Proof.CheckAsync(installation, orders, generations);
    }
}
