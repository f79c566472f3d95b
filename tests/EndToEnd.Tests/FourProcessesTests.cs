using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

[Collection("rabbitmq")]
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

    [Theory]
    [InlineData("Intake")]
    [InlineData("Submitter")]
    [InlineData("Poller")]
    [InlineData("Archiver")]
    public async Task A_service_killed_in_mid_run_and_started_again_costs_time_and_nothing_else(string service)
    {
        await using var installation = await Installation.StartInFourProcessesAsync(await broker.CreateVirtualHostAsync(), runningTasks: 10);
        var orders = Order.Mixed(100);
        var placing = Task.WhenAll(orders.Select(installation.Door.PlaceAsync));
        await Eventually.UntilAsync(async () => await installation.Simulator.CountAsync("tasks") >= 40, () => $"40 tasks{installation.Tails()}");

        await installation[service].KillAsync();
        await installation[service].StartAsync();

        var generations = await installation.Door.WaitForEndsAsync(await placing, Patience, installation.Tails);
        await Proof.CheckAsync(installation, orders, generations, mayBeUncertain: service == "Submitter");
    }

    [Fact]
    public async Task A_broker_stopped_in_mid_run_and_started_again_costs_time_and_nothing_else()
    {
        await using var installation = await Installation.StartInFourProcessesAsync(await broker.CreateVirtualHostAsync(), runningTasks: 10);
        var orders = Order.Mixed(100);
        var placing = Task.WhenAll(orders.Select(installation.Door.PlaceAsync));
        await Eventually.UntilAsync(async () => await installation.Simulator.CountAsync("tasks") >= 40, () => $"40 tasks{installation.Tails()}");

        await broker.StopAsync();
        await broker.StartAsync();

        var generations = await installation.Door.WaitForEndsAsync(await placing, Patience, installation.Tails);
        await Proof.CheckAsync(installation, orders, generations);
    }
}
