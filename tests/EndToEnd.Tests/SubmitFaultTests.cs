using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

/// <summary>Whatever the vendor does with POSTs and lists: one paid task for each generation, and none lost.</summary>
[Collection("rabbitmq 2")]
public sealed class SubmitFaultTests(RabbitMqBroker broker)
{
    private const double Often = 0.2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);

    /// <summary>Every way in which a POST or a list can go wrong, each at one in five.</summary>
    private static readonly object[] EveryFault =
    [
        new { kind = "refuse_connections", probability = Often, seconds = 0.05, seed = 1 },
        new Dictionary<string, object> { ["kind"] = "unauthorized", ["after"] = 5, ["for"] = 1 },
        new { kind = "submit_throttled", code = "Throttling.RateQuota", probability = Often, seed = 3 },
        new { kind = "submit_throttled", code = "Throttling.BurstRate", probability = Often, seed = 4 },
        new { kind = "submit_throttled", code = "Throttling.AllocationQuota", probability = Often, seed = 5 },
        new { kind = "submit_throttled", code = "PrepaidBillOverdue", probability = Often, seed = 6 },
        new { kind = "submit_error", probability = Often, seed = 7 },
        new { kind = "submit_accepted_error", probability = Often, seed = 8 },
        new { kind = "submit_accepted_hang", probability = Often, seed = 9 },
        new { kind = "submit_accepted_reset", probability = Often, seed = 10 },
        new { kind = "submit_not_json", probability = Often, seed = 11 },
        new { kind = "clock_skew", seconds = 40 },
        new { kind = "list_error", probability = Often, seed = 12 },
        new { kind = "list_late", seconds = 2, probability = Often, seed = 13 },
        new { kind = "list_never", probability = Often, seed = 14 },
    ];

    [Fact]
    public async Task Every_fault_at_once_costs_time_and_no_second_task()
    {
        await using var installation = await Installation.StartAsync(await broker.CreateVirtualHostAsync(), new InstallationPlan
        {
            RunningTasks = 100,
            Submitters = 3,
            Services = new Dictionary<string, string>
            {
                ["Accounts__0__RepairQueriesPerSecond"] = "100",
                ["DashScope__SubmitTimeout"] = "00:00:02",
                ["Clock__MaxOffset"] = "00:01:00", // The vendor's is 40 seconds off.
                ["Poller__UnauthorisedPause"] = "00:00:01",
                ["Submitter__ShortestBlock"] = "00:00:00.02",
                ["Submitter__LongestBlock"] = "00:00:00.1",
                ["Submitter__ShortestPause"] = "00:00:00.02",
                ["Submitter__LongestPause"] = "00:00:00.1",
                ["Submitter__Repair__FirstLook"] = "00:00:00.5",
                ["Submitter__Repair__LongestWait"] = "00:00:01",
                ["Submitter__Repair__AbsentAfter"] = "00:00:04",
                ["Submitter__Repair__GiveUpAfter"] = "00:00:06",
                ["Submitter__Repair__HoldLook"] = "00:00:05",
                ["Submitter__Repair__Witnesses"] = "40", // One in five is never shown: so many tell that it is so.
            },
        });
        await installation.Simulator.SetFaultsAsync(EveryFault);
        var orders = Order.Mixed(150);

        var ids = await Task.WhenAll(orders.Select(installation.Door.PlaceAsync));
        var generations = await new DutyOperator(installation).DecideUntilAllHaveEndedAsync(orders, ids, Patience);

        await Proof.CheckAsync(installation, orders, generations);
        var ledger = await installation.Simulator.GetLedgerAsync();
        ledger.Counters["submits"].ShouldBeGreaterThan(orders.Count);
    }
}
