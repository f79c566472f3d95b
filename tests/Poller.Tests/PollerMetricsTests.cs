using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Poller.Tests;

/// <summary>What the meter says. An account of its own tells the figures of this host from those of the others in this process.</summary>
public sealed class PollerMetricsTests
{
    [Fact]
    public async Task What_is_watched_asked_and_allowed_are_metrics_by_account()
    {
        using var meter = new MeterReader("wan.");
        await using var vendor = await StubVendor.StartAsync();
        await using var poller = await PollerHost.StartAsync(vendor.Address, settings: [.. PollerHost.AccountOf(vendor.Address, queriesPerSecond: 37), ("Accounts:0:Name", "watched")]);
        vendor.Add("t1", "RUNNING");
        await Eventually.UntilAsync(() => meter.Now("wan.poller.tasks watched").Contains(0), "nothing watched");

        await poller.Bus.Publish(PollerHost.Track("t1") with { Account = "watched" });
        await Eventually.UntilAsync(() => meter.Now("wan.poller.tasks watched wan2.7-r2v").Contains(1), "a task");
        await poller.PublishedAsync<GenerationStarted>();
        meter.Now("wan.poller.budget.allowed watched").ShouldBe([36], "one is kept for Submitter");
        meter.Now("wan.poller.budget.used watched").ShouldHaveSingleItem().ShouldBeInRange(0, 1);
        meter.Now("wan.sweep.age poller watched").ShouldHaveSingleItem();

        vendor.InsteadOfQueries.Enqueue(StubVendor.Error(429, "Throttling.RateQuota"));
        vendor.Tasks["t1"].Status = "SUCCEEDED";
        await Eventually.UntilAsync(() => meter.Now("wan.poller.budget.allowed watched").Contains(0), "nothing allowed for a second");
        await poller.PublishedAsync<GenerationRendered>();

        await Eventually.UntilAsync(() => meter.Now("wan.poller.tasks watched").Contains(0), "nothing watched any more");
        Asked("list listed").ShouldBeGreaterThan(0);
        Asked("ask throttled").ShouldBe(1);
        Asked("ask answered").ShouldBe(vendor.Queries - 1);

        double Asked(string what) => meter.Told($"wan.poller.queries watched {what}").Sum();
    }
}
