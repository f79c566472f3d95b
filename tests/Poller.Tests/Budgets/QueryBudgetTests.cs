using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Wan.DashScope.Accounts;
using Wan.Fixtures;
using Wan.Hosting.Clocks;
using Wan.Poller.Budgets;
using Wan.Poller.Looks;
using Wan.Storage;

namespace Wan.Poller.Tests.Budgets;

/// <summary>What of a query is written, and when.</summary>
public sealed class QueryBudgetTests : IDisposable
{
    private static readonly int[] One = [0, 1, 0, 0];

    private readonly TemporaryFolder folder = new();
    private readonly ServiceProvider provider;
    private readonly IDocuments<Budget> budgets;
    private readonly Stopped time = new();

    public QueryBudgetTests()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddStorage(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>("Storage:Directory", folder.Path)]).Build());
        services.AddDocuments(new Collection<Budget>("poller", "budgets", PollerJson.Default.Budget));
        provider = services.BuildServiceProvider();
        budgets = provider.GetRequiredService<IDocuments<Budget>>();
    }

    public void Dispose()
    {
        provider.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Alone_a_query_is_one_write_and_what_has_ended_goes_with_the_next()
    {
        using var budget = Open();
        (await budget.TakeAsync(One, CancellationToken.None)).Sum().ShouldBe(1);
        budget.Ended();

        await budget.LookAsync(CancellationToken.None);

        var stored = await StoredAsync();
        (stored.Version, UnderWay(stored), stored.Spent.Count).ShouldBe((1, 1, 0));
        budget.Left.ShouldBe(18.0 / 19, 1e-6);
        (await budget.TakeAsync(One, CancellationToken.None)).Sum().ShouldBe(1);
        stored = await StoredAsync();
        (stored.Version, UnderWay(stored), stored.Spent.Count).ShouldBe((2, 1, 1));
    }

    [Fact]
    public async Task What_has_ended_is_told_within_a_second_even_if_nothing_is_asked_any_more()
    {
        using var budget = Open();
        await budget.TakeAsync(One, CancellationToken.None);
        budget.Ended();
        time.Passed = TimeSpan.FromSeconds(1);

        await budget.LookAsync(CancellationToken.None);

        var stored = await StoredAsync();
        (stored.Version, UnderWay(stored)).ShouldBe((2, 0));
    }

    [Fact]
    public async Task Others_hear_at_once_of_what_has_ended()
    {
        using var other = Open();
        using var budget = Open();
        await other.TakeAsync(One, CancellationToken.None);
        await budget.TakeAsync(One, CancellationToken.None);
        budget.Ended();

        await budget.LookAsync(CancellationToken.None);

        var stored = await StoredAsync();
        (stored.Version, UnderWay(stored), stored.Spent.Count).ShouldBe((3, 1, 1));
    }

    [Fact]
    public async Task What_is_not_told_yet_is_reckoned_once()
    {
        using var budget = Open();
        await budget.TakeAsync(One, CancellationToken.None);
        budget.Ended();

        for (var look = 0; look < 3; look++)
            await budget.LookAsync(CancellationToken.None);

        budget.Left.ShouldBe(18.0 / 19, 1e-6);
    }

    private static int UnderWay(Budget budget) => budget.Replicas.Values.Sum(share => share.UnderWay);

    private async Task<Budget> StoredAsync() => (await budgets.FindAsync("default")).ShouldNotBeNull();

    private QueryBudget Open()
    {
        var account = new DashScopeAccount { Name = "default", ApiKey = "key", BaseUrl = new Uri("https://example.com/api/v1") };
        var options = Options.Create(new PollerOptions());
        return new QueryBudget(
            new WatchedAccount(null!, options) { Account = account },
            budgets,
            new BudgetBounds(new ClockGuard(Options.Create(new ClockOptions()), time), options, time, NullLogger<BudgetBounds>.Instance),
            time);
    }

    private sealed class Stopped : TimeProvider
    {
        private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Noon + Passed;

        public override long GetTimestamp() => Passed.Ticks;
    }
}
