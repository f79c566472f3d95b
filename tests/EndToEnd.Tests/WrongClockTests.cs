using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

/// <summary>One process whose clock is hours off (libfaketime), on real documents: it knows, and others are not held up by what it has written.</summary>
[Collection("rabbitmq")]
public sealed class WrongClockTests(RabbitMqBroker broker)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private static readonly InstallationPlan Plan = new()
    {
        Submitters = 2,
        Pollers = 2,
        Services = new Dictionary<string, string>
        {
            ["Accounts__0__RepairQueriesPerSecond"] = "20",
            ["Submitter__Repair__FirstLook"] = "00:00:00.5",
            ["Submitter__Repair__LongestWait"] = "00:00:02",
            ["Submitter__Repair__AbsentAfter"] = "00:00:03",
        },
    };

    [Theory]
    [InlineData(2, "ahead")]
    [InlineData(-2, "behind")]
    public async Task A_submitter_whose_clock_is_hours_off_says_so_and_sends_nothing_and_a_right_one_does(int hours, string word)
    {
        await using var installation = await Installation.StartAsync(await broker.CreateVirtualHostAsync(), Plan);
        var (wrong, right) = await StopAsync(installation.Replicas("Submitter"));
        wrong.ClockOffset = TimeSpan.FromHours(hours);
        wrong.Start();
        await Eventually.UntilAsync(
            async () => await wrong.ReadinessAsync() is { } answer && answer.StartsWith("503", StringComparison.Ordinal) && answer.Contains($"s {word}", StringComparison.Ordinal),
            () => $"a clock that is {word}{wrong.Tail()}");
        var orders = Order.Mixed(4);
        var ids = await Task.WhenAll(orders.Select(installation.Door.PlaceAsync));
        await Eventually.UntilAsync(() => wrong.Log.Contains("Nothing is submitted", StringComparison.Ordinal), "it says why");

        await right.StartAsync();

        var generations = await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails);
        await Proof.CheckAsync(installation, orders, generations);
        wrong.Log.ShouldNotContain("POST ", Case.Sensitive);
    }

    [Theory]
    [InlineData("submitter.intended", 2)] // It has taken slots and send times, the intent is saved, and nothing is sent.
    [InlineData("submitter.answered", 2)] // There is a task, and its answer is lost.
    [InlineData("submitter.answered", -2)]
    public async Task What_one_that_did_not_know_has_left_behind_stops_no_other_and_is_paid_once(string step, int hours)
    {
        await using var installation = await Installation.StartAsync(await broker.CreateVirtualHostAsync(), Plan);
        var (wrong, right) = await StopAsync(installation.Replicas("Submitter"));
        (wrong.ClockOffset, wrong.NextSettings) = (TimeSpan.FromHours(hours), Unknowing);
        wrong.SignalsItselfAt = new CheckpointSignal(step);
        var orders = Order.Mixed(3);
        wrong.Start();
        var ids = await Task.WhenAll(orders.Select(installation.Door.PlaceAsync));
        await wrong.WaitUntilEndedAsync();

        await right.StartAsync();

        // Ended, or uncertain until a later one of the same model bears witness.
        await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails);
        ids = [.. ids, .. await Task.WhenAll(Order.Witnesses().Select(installation.Door.PlaceAsync))];
        var generations = await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails, evenIfUncertain: true);
        await Proof.CheckAsync(installation, [.. orders, .. Order.Witnesses()], generations);
    }

    [Fact]
    public async Task What_a_poller_that_did_not_know_has_left_behind_stops_no_other()
    {
        await using var installation = await Installation.StartAsync(
            await broker.CreateVirtualHostAsync(), Plan with { Vendor = new Dictionary<string, string> { ["Simulator__RenderTime"] = "00:00:08..00:00:10" } });
        var (wrong, right) = await StopAsync(installation.Replicas("Poller"));
        (wrong.ClockOffset, wrong.NextSettings) = (TimeSpan.FromHours(2), Unknowing);
        wrong.Start();
        var orders = Order.Mixed(4);
        var ids = await Task.WhenAll(orders.Select(installation.Door.PlaceAsync));
        await Eventually.UntilAsync(
            async () => (await installation.Simulator.GetLedgerAsync()).Tasks is { Count: 4 } tasks && tasks.Any(task => task.Queries > 0), "it has asked for a task");
        await wrong.KillAsync();

        await right.StartAsync();

        var generations = await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails);
        await Proof.CheckAsync(installation, orders, generations);
    }

    // One that allows for so much knows of nothing.
    private static Dictionary<string, string> Unknowing => new() { ["Clock__MaxOffset"] = "1.00:00:00" };

    private static async Task<(ServiceProcess Wrong, ServiceProcess Right)> StopAsync(IReadOnlyList<ServiceProcess> replicas)
    {
        await Task.WhenAll(replicas.Select(replica => replica.TerminateAsync()));
        return (replicas[0], replicas[1]);
    }
}
