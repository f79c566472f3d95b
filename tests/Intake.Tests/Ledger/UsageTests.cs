using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Wan.Contracts;
using Wan.Intake.Usage;

namespace Wan.Intake.Tests.Ledger;

/// <summary>What was used, as it is asked for.</summary>
public sealed class UsageTests : IAsyncLifetime
{
    private readonly IntakeApplication intake = new();
    private HttpClient http = null!;

    public Task InitializeAsync()
    {
        http = intake.CreateClient();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Fact]
    public async Task Usage_is_the_sum_of_the_bills_whatever_became_of_the_generations()
    {
        var placed = new List<Placed>();
        for (var number = 0; number < 6; number++)
            placed.Add(await intake.PlaceAsync(number < 4 ? "acme" : "other", body: Orders.Body(number < 4 ? "acme" : "other", model: number == 0 ? "wan2.7-r2v-2026-06-12" : "wan2.7-r2v")));
        await placed[0].CompleteAsync(new VideoUsage { InputVideoDuration = 0.1m, OutputVideoDuration = 5.2m, Resolution = 720 });
        await placed[1].CompleteAsync();
        await placed[2].FailAsync();
        await placed[4].CancelAsync();
        await placed[5].CompleteAsync(new VideoUsage { Duration = 5, Resolution = 1080 });
        await intake.Bus.Publish(new OrphanTaskFound
        {
            GenerationId = placed[1].Id, Account = "default", Model = Samples.Model, TaskId = "second", FoundAt = Samples.Now, EndedAs = "SUCCEEDED",
            Usage = new VideoUsage { Duration = 7.7m, Resolution = 720 },
        });
        await intake.WaitingAsync("other", 0);
        await Fixtures.Eventually.UntilAsync(async () => (await placed[1].EntryAsync("acme"))!.Seconds == 16, "the second task");

        var bills = (await http.GetFromJsonAsync<JsonElement>("/v1/generations?view=full")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("cost")).ToList();
        var amounts = bills.SelectMany(cost => Settlements(cost)).Select(settled => Amount(settled.GetProperty("amount"))).ToList();
        var total = (await ItemsAsync("group_by=tenant")).ToList();

        amounts.Count.ShouldBe(4);
        total.Sum(item => Amount(item.GetProperty("settled"))).ShouldBe(amounts.Sum());
        total.Sum(item => Amount(item.GetProperty("held"))).ShouldBe(Orders.Most);
        total.Select(item => item.GetProperty("tenant").GetString()).ShouldBe(["acme", "other"]);
        total.Select(item => item.GetProperty("generations").GetInt32()).ShouldBe([4, 2]);
        total.Select(item => item.GetProperty("unfinished").GetInt32()).ShouldBe([1, 0]);
        total[0].GetProperty("seconds").GetDecimal().ShouldBe(5.3m + 8.3m + 7.7m);
        Amount(total[0].GetProperty("settled")).ShouldBe(16 * 0.6m + 5.3m * 0.6m);

        (await ItemsAsync("group_by=model,day&tenant=acme")).Select(item => item.GetProperty("model").GetString()).ShouldBe(["wan2.7-r2v", "wan2.7-r2v-2026-06-12"]);
        (await ItemsAsync("tenant=nobody")).ShouldBeEmpty();
        (await ItemsAsync("from=2020-01-01&to=2020-12-31")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("?format=csv", null)]
    [InlineData("", "text/csv")]
    public async Task Usage_comes_as_csv_too(string query, string? accept)
    {
        var placed = await intake.PlaceAsync("-acme");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/usage{query}{(query.Length > 0 ? '&' : '?')}group_by=day,tenant,model");
        if (accept is not null)
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));

        using var response = await http.SendAsync(request);

        response.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        response.Content.Headers.ContentDisposition!.FileName!.ShouldStartWith("usage-");
        var day = placed.Answer.GetProperty("created_at").GetDateTimeOffset().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        (await response.Content.ReadAsStringAsync()).ShouldBe(
            $"day,tenant,model,generations,unfinished,unknown,seconds,settled,held,currency\r\n{day},'-acme,wan2.7-r2v,1,1,0,0,0.000000,6.000000,CNY\r\n");
    }

    [Theory]
    [InlineData("acme", "acme")]
    [InlineData("", "")]
    [InlineData("=HYPERLINK(\"http://e.com\")", "\"'=HYPERLINK(\"\"http://e.com\"\")\"")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    public void A_cell_is_text_and_no_formula(string text, string cell) => UsageCsv.Cell(text).ShouldBe(cell);

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2026-13-01", "from")]
    [InlineData("from=", "from")]
    [InlineData("to=2026-1-1", "to")]
    [InlineData("to=9999-12-31", "to")]
    [InlineData("to=0001-01-01", "to")]
    [InlineData("from=2026-02-02&to=2026-02-01", "from")]
    [InlineData("from=2020-01-01&to=2026-01-01", "from")]
    [InlineData("group_by=", "group_by")]
    [InlineData("group_by=day,", "group_by")]
    [InlineData("group_by=day,day", "group_by")]
    [InlineData("group_by=prompt", "group_by")]
    [InlineData("format=xml", "format")]
    [InlineData("tenant=", "tenant")]
    [InlineData("day=2026-01-01", "day")]
    [InlineData("from=2026-01-01&from=2026-01-02", "from")]
    public async Task What_makes_no_sense_is_refused_by_its_name(string query, string parameter)
    {
        using var response = await http.GetAsync($"/v1/usage?{query}");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("findings")[0].GetProperty("pointer").GetString().ShouldBe($"/{parameter}");
    }

    [Fact]
    public async Task Days_are_counted_by_utc_and_both_ends_are_in()
    {
        foreach (var at in new[] { new DateTime(2031, 3, 1, 23, 59, 59, DateTimeKind.Utc), new DateTime(2031, 3, 2, 0, 0, 0, DateTimeKind.Utc), new DateTime(2031, 3, 3, 0, 0, 0, DateTimeKind.Utc) })
        {
            intake.Clock.Move(at - intake.Clock.GetUtcNow());
            (await intake.PlaceAsync("acme")).IsAccepted.ShouldBeTrue();
        }

        (await ItemsAsync("from=2031-03-01&to=2031-03-02")).Select(item => item.GetProperty("day").GetString()).ShouldBe(["2031-03-01", "2031-03-02"]);
        (await ItemsAsync("from=2031-03-02&to=2031-03-02")).Count().ShouldBe(1);
        (await ItemsAsync("to=2031-03-03")).Count().ShouldBe(3);
    }

    private static IEnumerable<JsonElement> Settlements(JsonElement cost) =>
    [
        .. cost.TryGetProperty("settled", out var settled) ? [settled] : Array.Empty<JsonElement>(),
        .. cost.TryGetProperty("orphaned", out var orphaned) ? orphaned.EnumerateArray().Select(orphan => orphan.GetProperty("settled")) : [],
    ];

    private static decimal Amount(JsonElement money) => decimal.Parse(money.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture);

    private async Task<IEnumerable<JsonElement>> ItemsAsync(string query) =>
        (await http.GetFromJsonAsync<JsonElement>($"/v1/usage?{query}")).GetProperty("items").EnumerateArray();
}
