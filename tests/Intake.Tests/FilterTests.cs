using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Wan.Intake.Tests;

/// <summary>Lists of the generations that somebody means.</summary>
public sealed class FilterTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly IntakeApplication intake = new();

    private HttpClient http = null!;

    public Task InitializeAsync()
    {
        http = intake.CreateClient();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Theory]
    [InlineData("model=wan2.6-r2v", "3 1")]
    [InlineData("model=wan2.7-r2v&status=failed", "4 2 0")]
    [InlineData("model=wan9", "")]
    [InlineData("label=order:1", "1")]
    [InlineData("label=note:a:b \"c\" \u00e9", "4 3 2 1 0")]
    [InlineData("label=order", null)]
    [InlineData("label=:1", null)]
    [InlineData("label=other:1", "")]
    [InlineData("created_after=2026-11-30T12:02:00Z", "4 3 2")]
    [InlineData("created_before=2026-11-30T13:02:00%2B01:00", "1 0")]
    [InlineData("created_before=2026-11-30T13:02:00+01:00", "1 0")]
    [InlineData("created_after=2026-11-30T12:01:00Z&created_before=2026-11-30T12:03:00.000Z&status=completed", "1")]
    [InlineData("created_after=2026-11-30T12:01:00Z&tenant=acme&model=wan2.7-r2v", "4 2")]
    [InlineData("created_after=2026-11-30T12:01:00", null)]
    [InlineData("created_after=yesterday", null)]
    [InlineData("created_before=", null)]
    [InlineData("task_id=task-3", "3")]
    [InlineData("task_id=task-3&tenant=acme", "3")]
    [InlineData("task_id=task-3&tenant=other", "")]
    [InlineData("task_id=task-3&status=failed", null)]
    [InlineData("client_request_id=x&model=wan2.7-r2v", null)]
    [InlineData("error_code=vendor_failed", "4 2 0")]
    [InlineData("error_code=vendor", "")]
    [InlineData("error_code=vendor_failed&created_after=2026-11-30T12:01:00Z&model=wan2.7-r2v", "4 2")]
    [InlineData("search=TASK-3", "3")]
    [InlineData("search=task-", "4 3 2 1 0")]
    [InlineData("search=task-4&status=completed", "")]
    [InlineData("search=task-4&tenant=other", "")]
    [InlineData("search=Customer-1", "1")]
    [InlineData("search=omer-", "4 3 2 1 0")]
    [InlineData("search=VENDOR_FAIL", "4 2 0")]
    [InlineData("search=nspectionf", "4 2 0")]
    [InlineData("search=B \"C\" \u00c9", "4 3 2 1 0")]
    [InlineData("search=order&status=completed", "3 1")]
    [InlineData("search=The message", "")]
    [InlineData("search=", null)]
    [InlineData("search=%20", null)]
    public async Task A_filter_finds_what_it_means(string query, string? orders)
    {
        for (var order = 0; order < 5; order++)
            await KeepAsync(order);

        foreach (var view in new[] { "summary", "full" })
        {
            using var response = await http.GetAsync($"/v1/generations?{query}&view={view}");
            if (orders is null)
            {
                response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
                (await ReadAsync(response)).GetProperty("findings")[0].GetProperty("pointer").GetString().ShouldBe($"/{query.Split('=')[0]}");
                continue;
            }

            response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
            (await OrdersAsync(response)).ShouldBe(orders.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    [Fact]
    public async Task An_id_that_is_given_whole_is_found_however_many_there_are()
    {
        for (var from = 0; from <= Lists.GenerationList.MostLooked; from += 100)
            await Task.WhenAll(Enumerable.Range(from, 100).Select(KeepAsync));
        var oldest = (await intake.Generations.PageAsync(new() { Limit = 1, LookupKey = "task-0" })).Items.Single();

        foreach (var id in new[] { oldest.Id, oldest.Id.ToUpperInvariant(), "task-0", "customer-0&tenant=acme" })
        {
            using var response = await http.GetAsync($"/v1/generations?search={id}");
            (await OrdersAsync(response)).ShouldBe(["0"], id);
        }

        using var another = await http.GetAsync($"/v1/generations?search={oldest.Id}&status=completed");
        (await OrdersAsync(another)).ShouldBeEmpty();
    }

    [Fact]
    public async Task They_are_counted_by_status()
    {
        for (var order = 0; order < 5; order++)
            await KeepAsync(order);

        var all = await http.GetFromJsonAsync<JsonElement>("/v1/generations:count");
        var none = await http.GetFromJsonAsync<JsonElement>("/v1/generations:count?tenant=other");

        all.GetProperty("counts").EnumerateObject().Where(count => count.Value.GetInt32() > 0).Select(count => $"{count.Name} {count.Value}").ShouldBe(["completed 2", "failed 3"]);
        all.GetProperty("counts").EnumerateObject().Select(count => count.Name).ShouldBe(Views.GenerationView.Statuses);
        all.GetProperty("at_least").GetArrayLength().ShouldBe(0);
        none.GetProperty("counts").EnumerateObject().ShouldAllBe(count => count.Value.GetInt32() == 0);
    }

    [Fact]
    public async Task None_is_counted_for_ever()
    {
        for (var from = 0; from < 2 * Storage.DocumentCount.Limit; from += 100)
            await Task.WhenAll(Enumerable.Range(from, 100).Select(KeepAsync));
        await KeepAsync(2 * Storage.DocumentCount.Limit);

        var counted = await http.GetFromJsonAsync<JsonElement>("/v1/generations:count");

        counted.GetProperty("counts").GetProperty("failed").GetInt32().ShouldBe(5_000);
        counted.GetProperty("at_least").EnumerateArray().Select(status => status.GetString()).ShouldBe(["completed", "failed"]);
    }

    [Fact]
    public async Task Pages_of_a_filter_neither_repeat_nor_skip_one()
    {
        for (var order = 0; order < 23; order++)
            await KeepAsync(order);

        var (found, next) = (new List<string?>(), "");
        do
        {
            using var response = await http.GetAsync($"/v1/generations?model=wan2.7-r2v&limit=5{next}");
            var page = await ReadAsync(response);
            found.AddRange(await OrdersAsync(response));
            next = page.TryGetProperty("next", out var cursor) ? $"&cursor={cursor.GetString()}" : null;
        }
        while (next is not null);

        found.ShouldBe(Enumerable.Range(0, 23).Where(order => order % 2 == 0).Reverse().Select(order => $"{order}"));
    }

    [Fact]
    public async Task A_rare_label_is_looked_for_a_bounded_while_at_a_time()
    {
        var all = Lists.GenerationList.MostLooked + 300;
        for (var from = 0; from < all; from += 100)
            await Task.WhenAll(Enumerable.Range(from, 100).Select(KeepAsync));

        var first = await http.GetFromJsonAsync<JsonElement>("/v1/generations?label=order:0");
        using var second = await http.GetAsync($"/v1/generations?label=order:0&cursor={first.GetProperty("next").GetString()}");

        first.GetProperty("items").GetArrayLength().ShouldBe(0);
        (await OrdersAsync(second)).ShouldBe(["0"]);
        (await ReadAsync(second)).TryGetProperty("next", out _).ShouldBeFalse();
    }

    private async Task KeepAsync(int order)
    {
        var status = order % 2 == 0 ? "failed" : "completed";
        var sample = Samples.Generation(status);
        var generation = new Generation
        {
            CorrelationId = Guid.CreateVersion7(),
            CreatedAt = Noon.AddMinutes(order),
            UpdatedAt = Noon.AddMinutes(order),
            CurrentState = sample.CurrentState,
            Tenant = "acme",
            Model = order % 2 == 0 ? "wan2.7-r2v" : "wan2.6-r2v",
            Priority = "normal",
            RequestHash = "00",
            TaskId = $"task-{order}",
            ClientRequestId = $"customer-{order}",
            UniqueKey = Acceptance.KeyOf("acme", $"customer-{order}"),
            Error = status == "failed" ? new() { Code = "vendor_failed", Message = "The message.", VendorCode = "DataInspectionFailed" } : null,
            Metadata = new Dictionary<string, string> { ["order"] = $"{order}", ["note"] = "a:b \"c\" \u00e9" },
        };
        (await intake.Generations.InsertAsync(generation)).ShouldBeTrue();
    }

    private static async Task<List<string?>> OrdersAsync(HttpResponseMessage response) =>
    [
        .. (await ReadAsync(response)).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("metadata").GetProperty("order").GetString()),
    ];

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) => JsonElement.Parse(await response.Content.ReadAsStringAsync());
}
