using System.Net;
using System.Text.Json;
using Wan.Fixtures;
using Wan.Fixtures.MongoWire;
using Wan.Storage;

namespace Wan.Intake.Tests.Ledger;

/// <summary>Fifty requests at once, on two Intakes with one store: the limit to the last place, and never one more.</summary>
public abstract class ManyAtOnceConformance : IAsyncLifetime
{
    private const string Tenant = "acme";
    private const int AtOnce = 50;

    private readonly List<IntakeApplication> intakes = [];

    /// <summary>Where both store.</summary>
    protected abstract IEnumerable<(string Key, string Value)> Store { get; }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var intake in intakes)
            await intake.DisposeAsync();
        await DisposeStoreAsync();
    }

    protected abstract Task DisposeStoreAsync();

    [Fact]
    public async Task Of_fifty_at_once_as_many_wait_as_may_and_for_each_that_ends_one_more()
    {
        Start(("Limits:Tenants:acme:MaxWaiting", "20"));

        var placed = await PlaceAsync(20);
        foreach (var refused in placed.Where(each => !each.IsAccepted))
        {
            refused.Status.ShouldBe(HttpStatusCode.TooManyRequests);
            refused.Codes.ShouldBe(["limit.waiting"]);
            refused.RetryAfter.ShouldNotBeNull();
        }

        var accepted = placed.Where(each => each.IsAccepted).ToList();
        await Task.WhenAll(accepted[0].CompleteAsync(), accepted[1].FailAsync(), accepted[2].CancelAsync());
        await intakes[0].WaitingAsync(Tenant, 17);
        await PlaceAsync(3);
        (await intakes[0].CountAsync()).ShouldBe(23);
    }

    [Fact]
    public async Task Of_fifty_at_once_the_budget_is_given_to_the_last_and_what_ends_cheaper_is_given_again()
    {
        Start(("Limits:Tenants:acme:DailyBudget", "120"), ("Limits:Tenants:acme:MonthlyBudget", "1000"));

        var placed = await PlaceAsync(20);
        placed.Where(each => !each.IsAccepted).ShouldAllBe(each => each.Status == HttpStatusCode.PaymentRequired && each.Codes.Single() == "budget.day");

        // 1.02, 6 and 6 are free then: enough for two.
        var accepted = placed.Where(each => each.IsAccepted).ToList();
        await Task.WhenAll(accepted[0].CompleteAsync(), accepted[1].FailAsync(), accepted[2].CancelAsync());
        await intakes[1].WaitingAsync(Tenant, 17);
        await PlaceAsync(2);

        // 1.02 were left; with five times that it is 6.12.
        await Task.WhenAll(accepted.Skip(3).Take(5).Select(each => each.CompleteAsync()));
        await intakes[0].WaitingAsync(Tenant, 14);
        await PlaceAsync(1);
        var day = default(JsonElement);
        await Eventually.UntilAsync(
            async () =>
            {
                day = (await intakes[1].LimitsAsync(Tenant)).GetProperty("day");
                return day.GetProperty("settled").GetProperty("amount").GetString() == "29.880000";
            },
            "all that has ended to be known here too"); // A process that looks slowly looks less often.
        day.GetProperty("held").GetProperty("amount").GetString().ShouldBe("90.000000");
        day.GetProperty("left").GetProperty("amount").GetString().ShouldBe("0.120000");
    }

    [Fact]
    public async Task The_same_request_many_times_at_once_takes_the_last_place_once_and_is_refused_by_nobody()
    {
        Start(("Limits:Tenants:acme:MaxWaiting", "1"));

        var placed = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => intakes[number % 2].PlaceAsync(Tenant, key: "order-1")));

        placed.ShouldAllBe(each => each.IsAccepted);
        placed.Select(each => each.Id).Distinct().ShouldHaveSingleItem();
        await intakes[0].WaitingAsync(Tenant, 1);
        (await PlaceAsync(0)).ShouldAllBe(each => !each.IsAccepted);
    }

    [Fact]
    public async Task Whoever_has_no_limit_is_counted_all_the_same_over_many_pages()
    {
        Start();

        var placed = new List<Placed>();
        for (var round = 0; round < 3; round++)
            placed.AddRange(await Orders.PlaceManyAsync(intakes, AtOnce, Tenant));

        placed.ShouldAllBe(each => each.IsAccepted);
        var pages = await intakes[0].PagesAsync(Tenant);
        pages.Select(page => page.Number).ShouldBe([2, 1, 0]);
        pages.SelectMany(page => page.Entries).Select(entry => entry.Id).Order().ShouldBe(placed.Select(each => each.Id).Order());
    }

    private async Task<IReadOnlyList<Placed>> PlaceAsync(int wanted)
    {
        var placed = await Orders.PlaceManyAsync(intakes, AtOnce, Tenant);
        placed.Count(each => each.IsAccepted).ShouldBe(wanted, string.Join('\n', placed.Where(each => !each.IsAccepted).Select(each => $"{each.Status} {each.Answer}").Distinct().Take(5)));
        return placed;
    }

    private void Start(params IEnumerable<(string Key, string Value)> settings)
    {
        for (var number = 0; number < 2; number++)
        {
            intakes.Add(new IntakeApplication(record: true, settings: [.. Store, .. settings]));
            _ = intakes[^1].Server;
        }
    }
}

public sealed class SqliteManyAtOnceTests : ManyAtOnceConformance
{
    private readonly TemporaryFolder folder = new();

    protected override IEnumerable<(string Key, string Value)> Store => [("Storage:Directory", folder.Path)];

    protected override Task DisposeStoreAsync()
    {
        folder.Dispose();
        return Task.CompletedTask;
    }
}

public sealed class MongoDbWireManyAtOnceTests : ManyAtOnceConformance
{
    private readonly MongoWireServer server = new();

    protected override IEnumerable<(string Key, string Value)> Store =>
        [("Storage:Provider", StorageOptions.MongoDbProvider), ("Storage:MongoDb:ConnectionString", server.Address)];

    protected override async Task DisposeStoreAsync()
    {
        await server.DisposeAsync();
        server.Unknown.ShouldBeEmpty();
        server.Uncovered.ShouldBeEmpty();
    }
}
