using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

[Collection("rabbitmq 3")]
public sealed class AccountTests(RabbitMqBroker broker)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task An_account_that_is_refused_in_mid_run_leaves_its_line_to_the_other_and_is_used_again_after_it_recovers()
    {
        await using var installation = await Installation.StartAsync(await broker.CreateVirtualHostAsync(), new InstallationPlan
        {
            RunningTasks = 100, // So that slots are never what is missing, and both accounts are asked all the time.
            SecondAccount = "second",
            Services = new Dictionary<string, string>
            {
                ["Accounts__0__SubmitsPerSecond"] = "2",
                ["Accounts__1__SubmitsPerSecond"] = "2",
                ["Submitter__ShortestPause"] = "00:00:01",
                ["Submitter__LongestPause"] = "00:00:02",
                ["Poller__UnauthorisedPause"] = "00:00:05",
            },
        });
        using var health = new HttpClient { BaseAddress = installation["Submitter"].Address };
        var orders = Order.Mixed(121);
        var placing = Task.WhenAll(orders.Take(100).Select(installation.Door.PlaceAsync));
        await Eventually.UntilAsync(async () => (await TasksAsync("default")).Count >= 10, () => $"tasks on the first account{installation.Tails()}");

        await installation.Simulator.SetFaultsAsync(new { kind = "unauthorized", account = "default" });
        await Eventually.UntilAsync(async () => (await ReadyAsync()).Contains("account default is paused", StringComparison.Ordinal), "the pause is shown");
        var before = await TasksAsync("default");
        var others = (await TasksAsync("second")).Count;
        var ids = await placing;
        await Eventually.UntilAsync(
            async () => (await TasksAsync("second")).Count >= 100 - before.Count, () => $"everything else on the second account{installation.Tails()}");
        others.ShouldBeLessThan(100 - before.Count, "work left when the account was paused");
        (await TasksAsync("default")).Count.ShouldBe(before.Count);

        await installation.Simulator.SetFaultsAsync();
        string[] all = [.. ids, .. await Task.WhenAll(orders.Skip(100).Select(installation.Door.PlaceAsync))];
        var generations = await installation.Door.WaitForEndsAsync(all, Patience, installation.Tails);

        await Proof.CheckAsync(installation, orders, generations);
        (await TasksAsync("default")).Count.ShouldBeGreaterThan(before.Count);
        await Eventually.UntilAsync(async () => !(await ReadyAsync()).Contains("is paused", StringComparison.Ordinal), "no pause is shown");

        async Task<List<LedgerTask>> TasksAsync(string account) =>
            [.. (await installation.Simulator.GetLedgerAsync()).Tasks.Where(task => task.Account == account)];

        async Task<string> ReadyAsync() => await health.GetStringAsync(new Uri("/health/ready", UriKind.Relative));
    }
}
