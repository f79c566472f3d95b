using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wan.Fixtures;
using Wan.Storage;
using Wan.Submitter.Line;
using Wan.Submitter.Quotas;

namespace Wan.Submitter.Tests;

public sealed class QuotaTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    private static readonly QuotaLimits Limits = new(5, TimeSpan.FromMilliseconds(240), TimeSpan.FromSeconds(1));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void There_are_never_more_slots_than_the_limit()
    {
        var quota = NewQuota();

        QuotaRules.Reserve(quota, Limits, Now, [.. Submissions(8)]).Count.ShouldBe(5);
        QuotaRules.Capacity(quota, Limits, Now.AddSeconds(2)).ShouldBe(0);
    }

    [Fact]
    public void Posts_are_spaced_evenly()
    {
        var quota = NewQuota();

        var times = QuotaRules.Reserve(quota, Limits, Now, [.. Submissions(5)]).Select(reservation => reservation.SendAt - Now);

        times.ShouldBe([.. Enumerable.Range(0, 5).Select(n => n * TimeSpan.FromMilliseconds(240))]);
    }

    [Fact]
    public void A_slot_is_given_back_only_by_the_attempt_that_took_it()
    {
        var quota = NewQuota();
        var submission = Submissions(1).Single();
        var first = QuotaRules.Reserve(quota, Limits, Now, [submission]).Single();
        var second = QuotaRules.Reserve(quota, Limits, Now, [submission]).Single();

        QuotaRules.Release(quota, submission.Id, first.AttemptId, Now).ShouldBeFalse();
        quota.Slots.Count.ShouldBe(1);
        QuotaRules.Release(quota, submission.Id, second.AttemptId, Now).ShouldBeTrue();
        quota.Slots.ShouldBeEmpty();
    }

    [Fact]
    public void Blocks_get_longer_in_a_row_and_start_over_after_success()
    {
        var quota = NewQuota();
        var lengths = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            QuotaRules.Block(quota, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), slowStart: false, Now);
            lengths.Add((quota.BlockedUntil!.Value - Now).TotalSeconds);
        }

        lengths.ShouldBe([1, 2, 4, 8, 16, 30, 30]);
        QuotaRules.Capacity(quota, Limits, Now).ShouldBe(0);
        QuotaRules.NextCapacityAt(quota, Limits, Now).ShouldBe(quota.BlockedUntil);
        QuotaRules.Recover(quota).ShouldBeTrue();
        quota.Setbacks.ShouldBe(0);
    }

    [Fact]
    public void After_a_burst_limit_it_starts_slowly()
    {
        var quota = NewQuota();
        QuotaRules.Block(quota, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), slowStart: true, Now);

        var sent = Enumerable.Range(0, 6).Select(_ => QuotaRules.TakeTicket(quota, Limits, Now)).ToList();

        sent.Zip(sent.Skip(1), (a, b) => (b - a) / Limits.Spacing).ShouldBe([8, 4, 2, 1, 1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Eight_claimants_on_one_store_never_exceed_the_quota_and_leak_no_slot(int seed)
    {
        var stores = Enumerable.Range(0, 8).Select(_ => OpenStore()).ToList();
        var running = 0;
        var most = 0;
        var sendTimes = new System.Collections.Concurrent.ConcurrentBag<DateTimeOffset>();
        var limits = Limits with { Spacing = TimeSpan.FromMilliseconds(5) };

        await Task.WhenAll(stores.Select((store, claimant) => Task.Run(() => ClaimAsync(store.Shared, new Random((seed * 100) + claimant)))));

        most.ShouldBeLessThanOrEqualTo(5);
        var ordered = sendTimes.Order().ToList();
        ordered.Zip(ordered.Skip(1), (a, b) => b - a).ShouldAllBe(gap => gap >= limits.Spacing);
        (await stores[0].Documents.FindAsync("default/m"))!.Slots.ShouldBeEmpty();
        stores.ForEach(store => store.Provider.Dispose());

        async Task ClaimAsync(SharedDocument<Quota> shared, Random random)
        {
            for (var round = 0; round < 15; round++)
            {
                var wanted = Submissions(random.Next(1, 5)).ToList();
                var granted = await shared.ChangeAsync(quota =>
                {
                    var reservations = QuotaRules.Reserve(quota, limits, DateTimeOffset.UtcNow, wanted);
                    return (reservations.Count > 0, reservations);
                });
                foreach (var reservation in granted)
                    sendTimes.Add(reservation.SendAt);
                var now = Interlocked.Add(ref running, granted.Count);
                for (var seen = most; now > seen && Interlocked.CompareExchange(ref most, now, seen) != seen; seen = most)
                {
                }

                Interlocked.Add(ref running, -granted.Count);
                await Task.WhenAll(granted.Select(reservation => shared.ChangeAsync(quota =>
                    QuotaRules.Release(quota, reservation.GenerationId, reservation.AttemptId, DateTimeOffset.UtcNow))));
            }
        }
    }

    [Fact]
    public async Task A_replica_that_knows_an_old_state_sees_what_others_have_changed_before_it_says_no()
    {
        var (mine, others) = (OpenStore(), OpenStore());
        var submissions = Submissions(6).ToList();
        (await ReserveAsync(mine.Shared, submissions[..5])).ShouldBe(5);
        foreach (var submission in submissions[..5])
            (await ReleaseAsync(others.Shared, submission)).ShouldBeTrue();

        (await ReserveAsync(mine.Shared, submissions[5..])).ShouldBe(1);
        (await ReleaseAsync(others.Shared, submissions[5])).ShouldBeTrue();
        (await ReleaseAsync(mine.Shared, submissions[5])).ShouldBeFalse();
        mine.Provider.Dispose();
        others.Provider.Dispose();

        static Task<int> ReserveAsync(SharedDocument<Quota> shared, IEnumerable<Submission> wanted) => shared.ChangeAsync(quota =>
        {
            var granted = QuotaRules.Reserve(quota, Limits with { Horizon = TimeSpan.FromHours(1) }, Now, wanted);
            return (granted.Count > 0, granted.Count);
        });

        static Task<bool> ReleaseAsync(SharedDocument<Quota> shared, Submission submission) => shared.ChangeAsync(quota =>
        {
            var released = QuotaRules.Release(quota, submission.Id, attemptId: null, Now);
            return (released, released);
        });
    }

    private static Quota NewQuota() => new() { Id = "default/m", CreatedAt = Now, Account = "default", Model = "m" };

    private static IEnumerable<Submission> Submissions(int count) => Enumerable.Range(0, count).Select(number => new Submission
    {
        Id = Guid.NewGuid().ToString(), CreatedAt = Now, Model = "m", RequestHash = "", Tenant = "t", Rank = Priorities.Rank(1, number),
    });

    private (ServiceProvider Provider, IDocuments<Quota> Documents, SharedDocument<Quota> Shared) OpenStore()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Storage:Directory", folder.Path)]).Build();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        services.AddSingleton<IConfiguration>(configuration);
        services.AddStorage(configuration);
        services.AddDocuments(new Collection<Quota>("submitter", "quotas", SubmitterJson.Default.Quota));
        var provider = services.BuildServiceProvider();
        var documents = provider.GetRequiredService<IDocuments<Quota>>();
        return (provider, documents, new SharedDocument<Quota>(documents, "default/m", NewQuota));
    }
}
