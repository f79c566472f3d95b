using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

/// <summary>One process whose clock is hours off (libfaketime), on real documents: it knows, and others are not held up by what it has written.</summary>
[Collection("rabbitmq 1")]
public sealed class WrongClockTests(RabbitMqBroker broker)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private static readonly InstallationPlan Plan = new()
    {
        Submitters = 3,
        Services = new Dictionary<string, string>
        {
            ["Accounts__0__RepairQueriesPerSecond"] = "20",
            ["Submitter__Repair__FirstLook"] = "00:00:00.5",
            ["Submitter__Repair__LongestWait"] = "00:00:02",
            ["Submitter__Repair__AbsentAfter"] = "00:00:03",
        },
    };

    [Fact]
    public async Task A_submitter_whose_clock_is_hours_off_says_so_and_sends_nothing_and_a_right_one_does()
    {
        await using var installation = await Installation.StartAsync(await broker.CreateVirtualHostAsync(), Plan with { Later = "Submitter" });
        var submitters = installation.Replicas("Submitter");
        var (ahead, behind, right) = (submitters[0], submitters[1], submitters[2]);
        await Task.WhenAll(StartWrongAsync(ahead, 2, "ahead"), StartWrongAsync(behind, -2, "behind"));
        var orders = Order.Mixed(4);
        var ids = await Task.WhenAll(orders.Select(installation.Door.PlaceAsync));
        foreach (var wrong in new[] { ahead, behind })
            await Eventually.UntilAsync(() => wrong.Log.Contains("Nothing is submitted", StringComparison.Ordinal), "it says why");

        await right.StartAsync();

        var generations = await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails);
        await Proof.CheckAsync(installation, orders, generations);
        ahead.Log.ShouldNotContain("POST ", Case.Sensitive);
        behind.Log.ShouldNotContain("POST ", Case.Sensitive);
    }

    [Fact]
    public async Task What_those_that_did_not_know_have_left_behind_stops_no_other_and_is_paid_once()
    {
        await using var installation = await Installation.StartAsync(await broker.CreateVirtualHostAsync(), Plan with { Later = "Submitter" });
        (string Step, int Hours)[] wrongs =
        [
            ("submitter.answered", -2), // There is a task, and its answer is lost.
            ("submitter.answered", 2),
            ("submitter.intended", 2), // It has taken slots and send times, the intent is saved, and nothing is sent.
        ];
        var (submitters, orders) = (installation.Replicas("Submitter"), Order.Mixed(3 * wrongs.Length));
        var ids = new List<string>();
        foreach (var (index, (step, hours)) in wrongs.Index())
        {
            var wrong = submitters[index];
            (wrong.ClockOffset, wrong.NextSettings) = (TimeSpan.FromHours(hours), Unknowing);
            wrong.SignalsItselfAt = new CheckpointSignal(step);
            wrong.Start();
            ids.AddRange(await Task.WhenAll(orders.Skip(3 * index).Take(3).Select(installation.Door.PlaceAsync)));
            await wrong.WaitUntilEndedAsync();
        }

        var right = submitters[^1];
        (right.ClockOffset, right.NextSettings, right.SignalsItselfAt) = (TimeSpan.Zero, new Dictionary<string, string>(), null);
        await right.StartAsync();

        // Ended, or uncertain until a later one of the same model bears witness.
        await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails);
        ids.AddRange(await Task.WhenAll(Order.Witnesses().Select(installation.Door.PlaceAsync)));
        var generations = await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails, evenIfUncertain: true);
        await Proof.CheckAsync(installation, [.. orders, .. Order.Witnesses()], generations);
    }

    [Fact]
    public async Task What_a_poller_that_did_not_know_has_left_behind_stops_no_other()
    {
        await using var installation = await Installation.StartAsync(
            await broker.CreateVirtualHostAsync(), Plan with
            {
                Submitters = 1,
                Pollers = 2,
                Later = "Poller",
                Vendor = new Dictionary<string, string> { ["Simulator__RenderTime"] = "00:00:08..00:00:10" },
            });
        var pollers = installation.Replicas("Poller");
        var (wrong, right) = (pollers[0], pollers[1]);
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

    private static Task StartWrongAsync(ServiceProcess submitter, int hours, string word)
    {
        submitter.ClockOffset = TimeSpan.FromHours(hours);
        submitter.Start();
        return Eventually.UntilAsync(
            async () => await submitter.ReadinessAsync() is { } answer && answer.StartsWith("503", StringComparison.Ordinal)
                && answer.Contains($"s {word}", StringComparison.Ordinal),
            () => $"a clock that is {word}{submitter.Tail()}");
    }
}
