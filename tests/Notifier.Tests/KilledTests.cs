using Wan.Fixtures;
using Wan.Notifier.Deliveries;
using Wan.Storage;

namespace Wan.Notifier.Tests;

/// <summary>Notifier may die or stand still at every step: nothing is lost, and what comes twice has the same id.</summary>
public sealed class KilledTests
{
    [Theory]
    [InlineData("notifier.stored")]
    [InlineData("notifier.sending")]
    [InlineData("notifier.sent")]
    public async Task Killed_at_each_step_another_goes_on(string step)
    {
        using var folder = new TemporaryFolder();
        await using var receiver = await Receiver.StartAsync();
        await using var intake = await IntakeHost.StartAsync(folder);
        await using (var first = await NotifierHost.StartAsync(folder, intake.Address))
            await first.AddAsync(receiver.Url());
        await using var notifier = Process(folder, intake);
        notifier.SignalsItselfAt = new CheckpointSignal(step, 2);
        notifier.Start();

        var ids = await EndSomeAsync(intake);
        await Eventually.UntilAsync(() => Task.FromResult(!notifier.IsRunning), () => $"its end{notifier.Tail()}");
        notifier.SignalsItselfAt = null;
        notifier.Start();

        await HeardAsync(receiver, ids, () => notifier.Tail());
        if (step == "notifier.sent")
        {
            // It can't be known whether it came.
            await Eventually.UntilAsync(() => Task.FromResult(receiver.All.GroupBy(webhook => webhook.Id).Any(same => same.Count() > 1)), () => $"one that comes again{notifier.Tail()}");
        }
    }

    [Fact]
    public async Task Frozen_before_it_sends_another_takes_over_and_it_sends_nothing_under_another_id_when_it_goes_on()
    {
        using var folder = new TemporaryFolder();
        await using var receiver = await Receiver.StartAsync();
        await using var intake = await IntakeHost.StartAsync(folder);
        string endpoint;
        await using (var first = await NotifierHost.StartAsync(folder, intake.Address))
            endpoint = (await first.AddAsync(receiver.Url())).GetProperty("id").GetString()!;
        await using var frozen = Process(folder, intake);
        frozen.SignalsItselfAt = new CheckpointSignal("notifier.sending", 2, Freezes: true);
        frozen.Start();

        var ids = await EndSomeAsync(intake);
        await frozen.WaitUntilFrozenAsync();
        await using var other = await NotifierHost.StartAsync(folder, intake.Address);
        await HeardAsync(receiver, ids, other.Logs.ToString);
        frozen.Thaw();
        var last = await EndSomeAsync(intake);

        await HeardAsync(receiver, [.. ids, .. last], other.Logs.ToString);
        var deliveries = (await other.Deliveries.PageAsync(new PageQuery { Limit = 100, Tenant = endpoint })).Items;
        deliveries.Count.ShouldBe(ids.Count + last.Count);
        receiver.All.Select(webhook => webhook.Id).Distinct().Count().ShouldBe(deliveries.Count);
    }

    private static ServiceProcess Process(TemporaryFolder folder, IntakeHost intake) => new("Notifier", new Dictionary<string, string>
    {
        ["Bus__InMemory"] = "true",
        ["Storage__Directory"] = folder.Path,
        ["Notifier__IntakeUrl"] = intake.Address.ToString(),
        ["Notifier__AllowedNetworks__0"] = "127.0.0.0/8",
        ["Notifier__SweepInterval"] = "00:00:00.050",
        ["Notifier__FeedInterval"] = "00:00:00.050",
        ["Notifier__Timeout"] = "00:00:01",
        ["Notifier__Lease"] = "00:00:02", // Until another goes on.
    });

    private static async Task<List<string>> EndSomeAsync(IntakeHost intake)
    {
        var ids = new List<string>();
        for (var count = 0; count < 4; count++)
        {
            ids.Add(await intake.PlaceAsync("\"tenant\":\"acme\""));
            await intake.EndAsync(ids[^1]);
        }

        return ids;
    }

    private static async Task HeardAsync(Receiver receiver, List<string> ids, Func<string> more)
    {
        await Eventually.UntilAsync(
            () => Task.FromResult(ids.All(id => receiver.All.Any(webhook => webhook.Body.Contains(id, StringComparison.Ordinal)))), () => $"all {ids.Count}\n{more()}");
        foreach (var id in ids)
            receiver.All.Where(webhook => webhook.Body.Contains(id, StringComparison.Ordinal)).Select(webhook => webhook.Id).Distinct().ShouldHaveSingleItem();
    }
}
