using Wan.Fixtures;

namespace Wan.Submitter.Tests;

/// <summary>What the meter says. Models of their own tell the figures of this host from those of the others in this process.</summary>
public sealed class SubmitterMetricsTests : SubmitterTest
{
    [Fact]
    public async Task Who_waits_and_what_the_account_has_to_give_are_metrics_by_model()
    {
        using var meter = new MeterReader("wan.submitter.");
        await using var submitter = await StartAsync(("Accounts:0:SubmitsPerSecond", "50"), ("Submitter:SpacingMargin", "00:00:00"));
        await submitter.HandleAsync(SubmitterUnderTest.Room(false));
        string[] priorities = ["high", "normal", "normal", "low", "low", "low"];

        await submitter.EnterAsync(6, number => SubmitterUnderTest.Command(priority: priorities[number], model: "measured"));

        await NowAsync("waiting measured low", 3);
        await NowAsync("waiting measured normal", 2);
        await NowAsync("waiting measured high", 1);
        await NowAsync("slots.free default measured", 5);
        await NowAsync("budget.allowed default measured", 50);

        await submitter.HandleAsync(SubmitterUnderTest.Room(true));
        await NowAsync("slots.taken default measured", 5);
        await NowAsync("slots.free default measured", 0);
        await NowAsync("waiting measured low", 1);
        await Eventually.UntilAsync(() => meter.Told("wan.submitter.posts default measured accepted").Sum() == 5, "five POSTs");
        meter.Told("wan.submitter.queries default list listed").ShouldNotBeEmpty("its clock is compared by a list");

        Task NowAsync(string name, double value) => Eventually.UntilAsync(
            () => Task.FromResult(meter.Now($"wan.submitter.{name}").Contains(value)), () => $"{name} {value}, is {string.Join(", ", meter.Now($"wan.submitter.{name}"))}");
    }

    [Fact]
    public async Task Who_is_uncertain_and_who_is_on_hold_are_metrics()
    {
        using var meter = new MeterReader("wan.submitter.");
        await using var submitter = await StartAsync(("Submitter:Repair:GiveUpAfter", "00:00:01"));
        Vendor.Surprises.Enqueue(StubVendor.AcceptUnlistedAndReset);
        var command = SubmitterUnderTest.Command(model: "doubtful");

        await submitter.HandleAsync(command);
        await Eventually.UntilAsync(() => meter.Now("wan.submitter.uncertain default doubtful").Contains(1), "an uncertain one");
        await submitter.OnHoldAsync(command.GenerationId);
        await Eventually.UntilAsync(() => meter.Now("wan.submitter.on_hold default doubtful").Contains(1), "one on hold");

        var hidden = Vendor.Tasks.Single();
        hidden.Listed = hidden.Succeeded = true;
        await submitter.SubmittedAsync(command.GenerationId);
        await Eventually.UntilAsync(() => !meter.Now("wan.submitter.on_hold default doubtful").Any(), "its end");
        meter.Told("wan.submitter.repairs default doubtful found").ShouldNotBeEmpty();
    }
}
