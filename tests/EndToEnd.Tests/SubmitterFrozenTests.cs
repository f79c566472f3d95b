using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

/// <summary>
/// A Submitter that stands still (SIGSTOP, as a pause of its virtual machine does) between its intent and the wire, for longer than others wait
/// for it, and then goes on.
/// </summary>
[Collection("rabbitmq 1")]
public sealed class SubmitterFrozenTests(RabbitMqBroker broker)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Frozen_before_the_wire_it_does_not_send_what_another_has_sent_meanwhile()
    {
        // The broker gives what it has handed to those that stand still to the other one after seconds instead of minutes.
        var virtualHost = $"{await broker.CreateVirtualHostAsync()}?heartbeat=4";
        await using var installation = await Installation.StartAsync(virtualHost, new InstallationPlan
        {
            Submitters = 3,
            Later = "Submitter",
            Services = new Dictionary<string, string>
            {
                ["Accounts__0__RepairQueriesPerSecond"] = "50",
                ["Submitter__Repair__FirstLook"] = "00:00:00.5",
                ["Submitter__Repair__LongestWait"] = "00:00:01",
                ["Submitter__Repair__AbsentAfter"] = "00:00:02",
                ["Submitter__Repair__HoldLook"] = "00:00:01",
            },
        });
        var submitters = installation.Replicas("Submitter");
        var (waiting, turned, other) = (submitters[0], submitters[1], submitters[2]);
        var orders = Order.Witnesses();
        string[] first =
        [
            await FreezeAsync(waiting, "submitter.intended", orders[0]), // The intent is saved; it waits for its turn.
            await FreezeAsync(turned, "submitter.turn", orders[1]), // Its turn has come, and nothing is sent.
        ];

        // The other one takes them for dead, finds that they have sent nothing, and sends it.
        await other.StartAsync();
        foreach (var id in first)
            await Eventually.UntilAsync(async () => (await installation.Door.GetAsync(id)).Status == "uncertain", "its intent doubted", Patience);
        var later = Order.Mixed(7);
        string[] ids = [.. first, .. await Task.WhenAll(later.Select(installation.Door.PlaceAsync))];
        await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails, evenIfUncertain: true);
        waiting.Thaw();
        turned.Thaw();

        foreach (var frozen in new[] { waiting, turned })
            await Eventually.UntilAsync(() => frozen.Log.Contains("was held back", StringComparison.Ordinal), $"the late POST held back{frozen.Tail()}");
        var generations = await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails, evenIfUncertain: true);
        await Proof.CheckAsync(installation, [orders[0], orders[1], .. later], generations);
        (await installation.Simulator.GetLedgerAsync()).Counters["submits"].ShouldBe(generations.Count);

        async Task<string> FreezeAsync(ServiceProcess submitter, string checkpoint, Order order)
        {
            submitter.SignalsItselfAt = new CheckpointSignal(checkpoint, Freezes: true);
            submitter.Start();
            var id = await installation.Door.PlaceAsync(order);
            await submitter.WaitUntilFrozenAsync(Patience);
            return id;
        }
    }
}
