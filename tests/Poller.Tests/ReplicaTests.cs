using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Poller.Tests;

/// <summary>Several replicas on one store, one vendor and one budget.</summary>
public sealed class ReplicaTests
{
    [Fact]
    public async Task Four_replicas_together_never_ask_more_than_the_account_may_in_any_second()
    {
        const int tasks = 120;
        await using var vendor = await SimulatedVendor.StartAsync("RenderTime=00:00:01..00:00:06");
        using var folder = new TemporaryFolder();
        var replicas = new List<PollerHost>();
        for (var replica = 0; replica < 4; replica++)
            replicas.Add(await PollerHost.StartAsync(vendor.Address, folder));
        try
        {
            var ids = await vendor.SubmitManyAsync(tasks);
            for (var index = 0; index < tasks; index++)
                await replicas[index % 4].TrackAsync(ids[index], vendor.SubmittedAt[ids[index]]);

            await Eventually.UntilAsync(() => Told(replicas).Length == tasks, "every task is told");

            Told(replicas).ShouldBe(ids, ignoreOrder: true);
            var account = await vendor.AccountAsync();
            account.MaxQueriesInASecond.ShouldBeLessThanOrEqualTo(20);
            account.ThrottledQueries.ShouldBe(0);
            account.Asked.ShouldBeGreaterThanOrEqualTo(tasks);
        }
        finally
        {
            foreach (var replica in replicas)
                await replica.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_replica_that_is_killed_while_it_holds_a_batch_delays_it_by_its_lease()
    {
        const int tasks = 30;
        await using var vendor = await SimulatedVendor.StartAsync("RenderTime=00:00:15..00:00:20");
        using var folder = new TemporaryFolder();
        var ids = await vendor.SubmitManyAsync(tasks);
        await using var reader = await PollerHost.StartAsync(vendor.Address, folder, ("Poller:Lease", "01:00:00"), ("Accounts:0:Name", "other"), ("Accounts:0:ApiKey", "sk-other"), ("Accounts:0:BaseUrl", vendor.Address.AbsoluteUri));
        foreach (var id in ids)
            (await reader.Watches.InsertAsync(PollerHost.WatchOf(id, account: "watched", submittedAt: vendor.SubmittedAt[id]))).ShouldBeTrue();
        await using var first = Replica(vendor, folder);
        await using var second = Replica(vendor, folder);

        await first.StartAsync();
        await Eventually.UntilAsync(() => AreAsync(reader, ids, watch => watch.DueAt > DateTimeOffset.UtcNow), "the first holds them all");
        await first.KillAsync();
        (await AreAsync(reader, ids, watch => watch.End is null && watch.DueAt < DateTimeOffset.UtcNow + Lease)).ShouldBeTrue();
        await second.StartAsync();

        await Eventually.UntilAsync(() => AreAsync(reader, ids, watch => watch.End?.Kind == WatchEndKind.Rendered), () => $"all have ended{second.Tail()}");
        (await vendor.AccountAsync()).MaxQueriesInASecond.ShouldBeLessThanOrEqualTo(20);
    }

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

    private static ServiceProcess Replica(SimulatedVendor vendor, TemporaryFolder folder) => new("Poller", new Dictionary<string, string>
    {
        ["Storage__Directory"] = folder.Path,
        ["Bus__InMemory"] = "true",
        ["Poller__Lease"] = Lease.ToString(),
        ["Accounts__0__Name"] = "watched",
        ["Accounts__0__ApiKey"] = "sk-test",
        ["Accounts__0__BaseUrl"] = vendor.Address.AbsoluteUri,
    });

    private static async Task<bool> AreAsync(PollerHost reader, string[] ids, Func<Watch, bool> condition)
    {
        foreach (var id in ids)
        {
            if (await reader.Watches.FindAsync(id) is not { } watch || !condition(watch))
                return false;
        }

        return true;
    }

    private static string[] Told(IEnumerable<PollerHost> replicas) =>
        [.. replicas.SelectMany(replica => replica.Published<GenerationRendered>()).Select(rendered => rendered.TaskId).Distinct()];
}
