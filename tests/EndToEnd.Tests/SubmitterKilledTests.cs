using System.Collections.Concurrent;
using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

/// <summary>
/// Submitter killed (SIGKILL) at each step of a POST while the vendor's list is out of order; then the list works again.
/// <c>./wan soak</c> does so for as long as one likes.
/// </summary>
[Collection("rabbitmq 2")]
public sealed class SubmitterKilledTests(RabbitMqBroker broker)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private static readonly InstallationPlan Plan = new()
    {
        RunningTasks = 200,
        Submitters = 2,
        Later = "Submitter",
        Services = new Dictionary<string, string>
        {
            ["Accounts__0__SubmitsPerSecond"] = "10",
            ["Accounts__0__RepairQueriesPerSecond"] = "50",
            ["Submitter__Horizon"] = "00:00:00.3",
            ["Submitter__Repair__FirstLook"] = "00:00:00.5",
            ["Submitter__Repair__LongestWait"] = "00:00:02",
            ["Submitter__Repair__AbsentAfter"] = "00:00:03",
            ["Submitter__Repair__GiveUpAfter"] = "00:00:01",
            ["Submitter__Repair__HoldLook"] = "00:00:02",
        },
    };

    /// <summary>Each replica dies once at each of these.</summary>
    private static readonly string[] Steps =
    [
        "submitter.reserved", // It has a slot, and there is no intent.
        "submitter.intended", // The intent is saved, and nothing is sent.
        "RequestContentStop", // The POST is on the wire.
        "submitter.answered", // The answer is here.
        "submitter.saved", // The answer is saved.
        "submitter.told", // The event is published.
    ];

    [Fact]
    public async Task Killed_at_every_step_of_the_post_it_pays_each_generation_once()
    {
        await using var installation = await Installation.StartAsync(await broker.CreateVirtualHostAsync(), Plan);
        await installation.Simulator.SetFaultsAsync(new { kind = "list_error" });
        var submitters = installation.Replicas("Submitter");
        var demand = new Demand(installation.Door);

        // The second begins elsewhere, so that they are not at the same step at the same time.
        await Task.WhenAll(submitters.Select((submitter, index) => DieAsync(submitter, [.. Steps.Skip(index * 3), .. Steps.Take(index * 3)], demand)));
        await Task.WhenAll(submitters.Select(submitter => submitter.StartAsync()));
        var (orders, ids) = demand.Placed;

        // Without the list nothing is sent again: finished, or on hold.
        var generations = await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails);
        await Proof.CheckAsync(installation, orders, generations, mayBeUncertain: true);
        var ledger = await installation.Simulator.GetLedgerAsync();
        ledger.Tasks.Count.ShouldBeLessThanOrEqualTo((int)ledger.Counters["submits"]);

        await installation.Simulator.SetFaultsAsync();
        orders = [.. orders, .. Order.Witnesses()];
        ids = [.. ids, .. await Task.WhenAll(Order.Witnesses().Select(installation.Door.PlaceAsync))];
        generations = await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails, evenIfUncertain: true);
        await Proof.CheckAsync(installation, orders, generations);
    }

    private static async Task DieAsync(ServiceProcess submitter, IReadOnlyList<string> steps, Demand demand)
    {
        foreach (var (index, step) in steps.Index())
        {
            submitter.SignalsItselfAt = new CheckpointSignal(step, 1 + (index % 3));
            submitter.Start();
            var ended = submitter.WaitUntilEndedAsync();
            while (!ended.IsCompleted)
            {
                // The other replica may have taken everything.
                await demand.PlaceAsync(2);
                await Task.WhenAny(ended, Task.Delay(TimeSpan.FromSeconds(1)));
            }

            await ended;
        }

        submitter.SignalsItselfAt = null;
    }

    /// <summary>Places new orders for as long as somebody has to have something to do.</summary>
    private sealed class Demand(Door door)
    {
        private readonly ConcurrentQueue<Order> waiting = new(Order.Mixed(1000));
        private readonly ConcurrentQueue<(Order Order, string Id)> placed = [];

        public (IReadOnlyList<Order> Orders, IReadOnlyList<string> Ids) Placed => ([.. placed.Select(pair => pair.Order)], [.. placed.Select(pair => pair.Id)]);

        public Task PlaceAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
        {
            if (waiting.TryDequeue(out var order))
                placed.Enqueue((order, await door.PlaceAsync(order)));
        }));
    }
}
