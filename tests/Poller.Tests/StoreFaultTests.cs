using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Poller.Timing;
using Wan.Storage;

namespace Wan.Poller.Tests;

/// <summary>The store is away for a moment: that costs a moment, not the lease of what is in hand, and nothing at the vendor.</summary>
public sealed class StoreFaultTests : PollerTest
{
    private const int QueriesPerSecond = 2;

    private protected override (string Key, string Value)[] Settings =>
        [("Poller:Lease", "01:00:00"), .. PollerHost.AccountOf(Vendor.Address, QueriesPerSecond + 1)]; // One is kept for Submitter.

    [Fact]
    public async Task A_fault_of_the_store_does_not_put_off_what_is_in_hand_until_its_lease_ends()
    {
        var task = Vendor.Add("t1", "RUNNING");
        await Poller.TrackAsync("t1");
        await Poller.PublishedAsync<GenerationStarted>();

        var claims = Poller.Faults.FailOnce<Watch>(nameof(IDocuments<>.ClaimDueAsync));
        await Eventually.UntilAsync(() => claims() > 1, "the loop has begun anew");
        task.Status = "SUCCEEDED";

        await Poller.PublishedAsync<GenerationRendered>();
    }

    [Fact]
    public async Task A_loop_that_begins_anew_knows_the_queries_that_are_under_way()
    {
        var slow = new SlowAnswer();
        for (var query = 0; query < 100; query++)
            Vendor.InsteadOfQueries.Enqueue(slow);
        await HintedAsync("t1", "t2");
        await Eventually.UntilAsync(() => Vendor.Queries == QueriesPerSecond, "the account's queries are all under way");

        var claims = Poller.Faults.FailOnce<Watch>(nameof(IDocuments<>.ClaimDueAsync));
        await Eventually.UntilAsync(() => claims() > 1, "the loop has begun anew");
        await HintedAsync("t3", "t4");
        var claimed = claims();
        await Eventually.UntilAsync(() => claims() > claimed + 20, "the loop has planned again and again");
        var queries = Vendor.Queries;
        slow.Come();

        queries.ShouldBe(QueriesPerSecond);
    }

    [Fact]
    public async Task What_is_claimed_is_in_hand_although_nothing_can_be_read_of_its_kind()
    {
        Vendor.Add("t1", "SUCCEEDED");
        var reads = Poller.Faults.FailOnce<TimeHistory>(nameof(IDocuments<>.FindAsync));

        (await Poller.Watches.InsertAsync(PollerHost.WatchOf("t1"))).ShouldBeTrue();

        await Poller.PublishedAsync<GenerationRendered>();
        reads().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_fault_of_the_store_while_Poller_stops_keeps_only_that_watch_from_the_others()
    {
        await using var stopping = await PollerHost.StartAsync(Vendor.Address, settings: Settings);
        foreach (var task in new[] { "t1", "t2", "t3" })
        {
            Vendor.Add(task, "RUNNING");
            await stopping.TrackAsync(task);
        }

        await stopping.PublishedAsync<GenerationStarted>(count: 3);
        var writes = stopping.Faults.FailOnce<Watch>(nameof(IDocuments<>.ReplaceAsync));
        var sweep = stopping.Services.GetServices<IHostedService>().OfType<WatchSweep>().Single();
        await sweep.StopAsync(CancellationToken.None);

        sweep.ExecuteTask!.Status.ShouldBe(TaskStatus.RanToCompletion);
        writes().ShouldBe(3);
        var due = await stopping.Watches.DueAfterAsync(DateTimeOffset.UtcNow, 10, "default");
        due.Count.ShouldBe(1);
    }

    private async Task HintedAsync(params string[] tasks)
    {
        foreach (var task in tasks)
        {
            var watch = PollerHost.WatchOf(task);
            watch.Hinted = true;
            (await Poller.Watches.InsertAsync(watch)).ShouldBeTrue();
        }
    }

    /// <summary>An answer that is long in coming.</summary>
    private sealed class SlowAnswer : IResult
    {
        private readonly TaskCompletionSource came = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Come() => came.TrySetResult();

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            await came.Task;
            await StubVendor.Error(500, "InternalError").ExecuteAsync(httpContext);
        }
    }
}
