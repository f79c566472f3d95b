using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Poller.Budgets;

namespace Wan.Poller.Tests.Budgets;

/// <summary>What is shown of an account's budget of queries.</summary>
public sealed class QueriesEndpointTests
{
    [Fact]
    public async Task Every_replica_shows_what_all_of_them_asked_and_watch()
    {
        await using var vendor = await StubVendor.StartAsync();
        using var folder = new TemporaryFolder();
        await using var first = await PollerHost.StartAsync(vendor.Address, folder, PollerHost.AccountOf(vendor.Address, queriesPerSecond: 37));
        await using var second = await PollerHost.StartAsync(vendor.Address, folder, PollerHost.AccountOf(vendor.Address, queriesPerSecond: 37));
        await Eventually.UntilAsync(() => vendor.Lists == 2, "each has looked at the vendor's clock");
        await SampleAsync(first, second);
        var (before, start) = (vendor.Calls.Count, DateTimeOffset.UtcNow);
        vendor.Add("t1", "RUNNING");
        vendor.Add("t2", "RUNNING");
        await first.TrackAsync("t1");
        await second.TrackAsync("t2");

        foreach (var replica in new[] { first, second })
            await Eventually.UntilAsync(async () => (await QueriesAsync(replica)).GetProperty("watched").GetInt32() == 2, "both are watched, whoever has them in hand");
        vendor.InsteadOfQueries.Enqueue(StubVendor.Error(429, "Throttling.RateQuota"));
        foreach (var task in vendor.Tasks.Values)
            task.Status = "SUCCEEDED";
        await Eventually.UntilAsync(() => first.Published<GenerationRendered>().Length + second.Published<GenerationRendered>().Length == 2, "both have ended");
        foreach (var replica in new[] { first, second })
            await Eventually.UntilAsync(async () => (await QueriesAsync(replica)).GetProperty("watched").GetInt32() == 0, "none is watched");

        await SampleAsync(first, second);
        foreach (var replica in new[] { first, second })
        {
            var queries = await QueriesAsync(replica);
            (queries.GetProperty("queries_per_second").GetDouble(), queries.GetProperty("watching_per_second").GetDouble()).ShouldBe((37, 36));
            queries.GetProperty("allowed").GetDouble().ShouldBeLessThan(36, "slower for a while after a refusal");
            var samples = queries.GetProperty("samples").EnumerateArray().ToList();
            samples[0].GetProperty("queries").GetInt64().ShouldBe(0);
            samples = [.. samples.Where(sample => sample.GetProperty("at").GetDateTimeOffset() > start)];
            (Sum(samples, "queries"), Sum(samples, "throttles")).ShouldBe((vendor.Calls.Count - before, 1));
        }
    }

    [Fact]
    public async Task That_nothing_may_be_asked_is_said_with_why_and_until_when()
    {
        await using var vendor = await StubVendor.StartAsync();
        await using var poller = await PollerHost.StartAsync(vendor.Address, settings: [.. PollerHost.AccountOf(vendor.Address, queriesPerSecond: 37), ("Poller:UnauthorisedPause", "00:30:00")]);
        (await QueriesAsync(poller)).TryGetProperty("paused", out _).ShouldBeFalse();
        vendor.Add("t1", "RUNNING");
        vendor.InsteadOfQueries.Enqueue(StubVendor.Error(401, "InvalidApiKey"));
        vendor.InsteadOfLists = () => StubVendor.Error(401, "InvalidApiKey");

        await poller.TrackAsync("t1");
        await Eventually.UntilAsync(async () => (await QueriesAsync(poller)).TryGetProperty("paused", out _), "the pause");

        var queries = await QueriesAsync(poller);
        queries.GetProperty("allowed").GetDouble().ShouldBe(0);
        var paused = queries.GetProperty("paused");
        paused.GetProperty("reason").GetString().ShouldBe("unauthorised");
        paused.GetProperty("until").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddMinutes(15));
        queries.GetProperty("watched").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task How_it_was_used_is_shown_for_a_day()
    {
        await using var vendor = await StubVendor.StartAsync();
        await using var poller = await PollerHost.StartAsync(vendor.Address);
        await SampleAsync(poller);

        poller.Clock.Move(QuerySamples.Kept + TimeSpan.FromSeconds(1));
        await SampleAsync(poller);

        (await QueriesAsync(poller)).GetProperty("samples").EnumerateArray().ShouldHaveSingleItem().GetProperty("at").GetDateTimeOffset()
            .ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddHours(23));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("DEFAULT")]
    public async Task An_account_that_there_is_not_is_named(string name)
    {
        await using var vendor = await StubVendor.StartAsync();
        await using var poller = await PollerHost.StartAsync(vendor.Address);
        using var http = new HttpClient { BaseAddress = poller.Address };

        using var answer = await http.GetAsync(new Uri($"/v1/accounts/{name}/queries", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("findings")[0].GetProperty("code").GetString().ShouldBe("account.not_found");
    }

    private static long Sum(List<JsonElement> samples, string name) => samples.Sum(sample => sample.GetProperty(name).GetInt64());

    private static async Task SampleAsync(params PollerHost[] replicas)
    {
        foreach (var replica in replicas)
            await replica.Service<QuerySamples>().SampleAsync(CancellationToken.None);
    }

    private static async Task<JsonElement> QueriesAsync(PollerHost poller)
    {
        using var http = new HttpClient { BaseAddress = poller.Address };
        return await http.GetFromJsonAsync<JsonElement>(new Uri("/v1/accounts/default/queries", UriKind.Relative));
    }
}
