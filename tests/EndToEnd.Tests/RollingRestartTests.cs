using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

[Collection("rabbitmq 1")]
public sealed class RollingRestartTests(RabbitMqBroker broker)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task Every_replica_of_submitter_restarted_under_load_cuts_off_no_post_and_sends_none_twice()
    {
        await using var installation = await Installation.StartAsync(
            await broker.CreateVirtualHostAsync(), new InstallationPlan { RunningTasks = 10, Submitters = 3 });
        await installation.Simulator.SetFaultsAsync(new { kind = "submit_slow", seconds = 0.7 });
        var orders = Order.Mixed(63);
        var ids = new List<string>();

        foreach (var submitter in installation.Replicas("Submitter"))
        {
            var before = await installation.Simulator.CountAsync("submits");
            ids.AddRange(await Task.WhenAll(orders.Skip(ids.Count).Take(orders.Count / 3).Select(installation.Door.PlaceAsync)));
            await Eventually.UntilAsync(async () => await installation.Simulator.CountAsync("submits") > before, () => $"a POST{installation.Tails()}");
            (await submitter.TerminateAsync()).ShouldBe(0, submitter.Tail());
            await submitter.StartAsync();
        }

        var generations = await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails);
        await Proof.CheckAsync(installation, orders, generations);
        (await installation.Simulator.CountAsync("submits")).ShouldBe(orders.Count);
        generations.ShouldAllBe(generation => generation.Timeline.All(entry => entry.What != "uncertain"));
    }
}
