using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

public sealed class OneProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task A_hundred_generations_are_completed_with_a_task_each()
    {
        await using var installation = await Installation.StartInOneProcessAsync(runningTasks: 20);
        var orders = Order.Mixed(100);

        var ids = await Task.WhenAll(orders.Select(installation.Door.PlaceAsync));
        var generations = await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails);

        await Proof.CheckAsync(installation, orders, generations);
    }

    [Fact]
    public async Task Killed_in_mid_run_and_started_again_it_finishes_what_it_has_taken_and_pays_nothing_twice()
    {
        await using var installation = await Installation.StartInOneProcessAsync(runningTasks: 10);
        var orders = Order.Mixed(100);
        var ids = await Task.WhenAll(orders.Select(installation.Door.PlaceAsync));
        await Eventually.UntilAsync(async () => await installation.Simulator.CountAsync("tasks") >= 40, () => $"40 tasks{installation.Tails()}");

        await installation["Standalone"].KillAsync();
        await installation["Standalone"].StartAsync();

        var generations = await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails);
        await Proof.CheckAsync(installation, orders, generations, mayBeUncertain: true);
    }
}
