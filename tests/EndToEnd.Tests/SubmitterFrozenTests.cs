using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

/// <summary>
/// A Submitter that stands still (SIGSTOP, as a pause of its virtual machine does) between its intent and the wire, for longer than others wait
/// for it, and then goes on.
/// </summary>
[Collection("rabbitmq")]
public sealed class SubmitterFrozenTests(RabbitMqBroker broker)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Theory]
    [InlineData("submitter.intended")] // The intent is saved; it waits for its turn.
    [InlineData("submitter.turn")] // Its turn has come, and nothing is sent.
    public async Task Frozen_before_the_wire_it_does_not_send_what_another_has_sent_meanwhile(string checkpoint)
    {
        await using var installation = await Installation.StartAsync(await broker.CreateVirtualHostAsync(), new InstallationPlan
        {
            Submitters = 2,
            Services = new Dictionary<string, string>
            {
                ["Accounts__0__RepairQueriesPerSecond"] = "50",
                ["Submitter__Repair__FirstLook"] = "00:00:00.5",
                ["Submitter__Repair__LongestWait"] = "00:00:01",
                ["Submitter__Repair__AbsentAfter"] = "00:00:02",
                ["Submitter__Repair__HoldLook"] = "00:00:01",
            },
        });
        var (frozen, other) = (installation.Replicas("Submitter")[0], installation.Replicas("Submitter")[1]);
        await Task.WhenAll(frozen.TerminateAsync(), other.TerminateAsync());
        frozen.SignalsItselfAt = new CheckpointSignal(checkpoint, Freezes: true);
        frozen.Start();
        var orders = Order.Witnesses();
        var first = await installation.Door.PlaceAsync(orders[0]);
        await frozen.WaitUntilFrozenAsync();

        // The other one takes it for dead, finds that it has sent nothing, and sends it.
        await other.StartAsync();
        await Eventually.UntilAsync(async () => (await installation.Door.GetAsync(first)).Status == "uncertain", "its intent doubted", Patience);
        var later = Order.Mixed(7);
        var ids = await Task.WhenAll(later.Select(installation.Door.PlaceAsync));
        await installation.Door.WaitForEndsAsync([first, .. ids], Patience, installation.Tails, evenIfUncertain: true);
        frozen.Thaw();

        await Eventually.UntilAsync(() => frozen.Log.Contains("was held back", StringComparison.Ordinal), $"the late POST held back{frozen.Tail()}");
        var generations = await installation.Door.WaitForEndsAsync([first, .. ids], Patience, installation.Tails, evenIfUncertain: true);
        await Proof.CheckAsync(installation, [orders[0], .. later], generations);
        (await installation.Simulator.GetLedgerAsync()).Counters["submits"].ShouldBe(generations.Count);
    }
}
