using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

[Collection("rabbitmq 3")]
public sealed class VendorLimitTests(RabbitMqBroker broker)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Four_replicas_of_submitter_and_poller_never_ask_more_than_the_vendor_allows()
    {
        await using var installation = await Installation.StartAsync(await broker.CreateVirtualHostAsync(), new InstallationPlan
        {
            Submitters = 4,
            Pollers = 4,
            Vendor = new Dictionary<string, string>
            {
                ["Simulator__RenderTime"] = "00:00:00.2..00:00:02",
                ["Simulator__SubmitsPerSecond"] = "5",
                ["Simulator__RunningTasks"] = "5",
                ["Simulator__QueriesPerSecond"] = "20",
            },
            Services = new Dictionary<string, string>
            {
                ["Accounts__0__SubmitsPerSecond"] = "5",
                ["Accounts__0__RunningTasks"] = "5",
                ["Accounts__0__QueriesPerSecond"] = "20",
            },
        });
        var orders = Order.Mixed(40);

        var ids = await Task.WhenAll(orders.Select(installation.Door.PlaceAsync));
        var generations = await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails);

        await Proof.CheckAsync(installation, orders, generations);
        var ledger = await installation.Simulator.GetLedgerAsync();
        ledger.Counters["submits"].ShouldBe(orders.Count);
        ledger.Counters["throttled"].ShouldBe(0);
        ledger.Counters["throttled_queries"].ShouldBe(0);
        var account = ledger.Accounts.ShouldHaveSingleItem();
        account.MaxQueriesInASecond.ShouldBeLessThanOrEqualTo(20);
        account.Models.Count.ShouldBe(3);
        account.Models.Values.ShouldAllBe(model => model.MaxSubmitsInASecond <= 5 && model.MaxUnfinished <= 5);
    }
}
