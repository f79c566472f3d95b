using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Intake.Tests;

/// <summary>Cancelling all that a filter means: counted first, and nothing by accident.</summary>
public sealed class CancelManyTests : IAsyncLifetime
{
    private readonly IntakeApplication intake = new();

    private HttpClient http = null!;

    public Task InitializeAsync()
    {
        http = intake.CreateClient();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Theory]
    [InlineData("""{"all":true}""", 6)]
    [InlineData("""{"filter":{},"all":true}""", 6)]
    [InlineData("""{"filter":{"labels":{"kind":"even"}}}""", 3)]
    [InlineData("""{"filter":{"model":"wan2.7-r2v"}}""", 0)]
    [InlineData("""{"filter":{"tenant":"default","model":"wan2.6-r2v"}}""", 6)]
    [InlineData("""{"filter":{"status":"rendering"}}""", 0)]
    [InlineData("""{"filter":{"search":"EVE"}}""", 3)]
    [InlineData("""{"filter":{"search":"nothing"}}""", 0)]
    [InlineData("""{"filter":{"created_before":"2020-01-01T00:00:00Z"}}""", 0)]
    public async Task What_is_meant_is_counted_and_then_cancelled(string body, int count)
    {
        var ids = new List<string>();
        for (var order = 0; order < 6; order++)
            ids.Add(await PostAsync(order % 2 == 0 ? "even" : "odd"));
        await Eventually.UntilAsync(async () => (await StatusesAsync(ids)).All(status => status == "submitting"), "all wait");

        var counted = await CancelAsync(body.Insert(1, "\"dry_run\":true,"));
        intake.Recorder.Published.OfType<CancelGeneration>().ShouldBeEmpty();
        var cancelled = await CancelAsync(body);

        (counted.GetProperty("matched").GetInt32(), counted.GetProperty("asked").GetInt32()).ShouldBe((count, 0));
        (cancelled.GetProperty("matched").GetInt32(), cancelled.GetProperty("asked").GetInt32()).ShouldBe((count, count));
        cancelled.TryGetProperty("next", out _).ShouldBeFalse();
        await Eventually.UntilAsync(() => intake.Recorder.Published.OfType<WithdrawSubmission>().Count() == count, "they are withdrawn");
    }

    [Fact]
    public async Task What_is_accepted_after_the_count_is_left_alone()
    {
        await PostAsync("even");
        var counted = await CancelAsync("""{"all":true,"dry_run":true}""");
        intake.Clock.Move(TimeSpan.FromSeconds(5));
        await PostAsync("even");

        var cancelled = await CancelAsync($$$"""{"filter":{"created_before":{{{counted.GetProperty("created_before").GetRawText()}}}}}""");

        cancelled.GetProperty("matched").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task An_end_that_is_still_to_come_is_that_of_the_count()
    {
        await PostAsync("even");
        var end = (intake.Clock.GetUtcNow() + TimeSpan.FromDays(1)).ToString("O");
        var counted = await CancelAsync($$$"""{"filter":{"created_before":"{{{end}}}"},"dry_run":true}""");
        intake.Clock.Move(TimeSpan.FromSeconds(5));
        await PostAsync("even");

        var cancelled = await CancelAsync($$$"""{"filter":{"created_before":{{{counted.GetProperty("created_before").GetRawText()}}}}}""");

        cancelled.GetProperty("matched").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("order-1", "rendering", 0)]
    [InlineData("order-1", null, 1)]
    [InlineData("order-", null, 3)]
    public async Task A_whole_id_means_that_one_alone_as_it_does_in_the_list(string search, string? status, int count)
    {
        foreach (var id in new[] { "order-1", "order-11", "order-12" })
            await PostAsync("even", id);

        var cancelled = await CancelAsync(JsonSerializer.Serialize(new { filter = new { search, status } }));

        (cancelled.GetProperty("matched").GetInt32(), cancelled.GetProperty("asked").GetInt32()).ShouldBe((count, count));
        if (status is null)
            (await http.GetFromJsonAsync<JsonElement>($"/v1/generations?search={search}")).GetProperty("items").GetArrayLength().ShouldBe(count);
    }

    [Fact]
    public async Task It_says_what_is_not_spent()
    {
        var id = await PostAsync("even");
        await PostAsync("odd");
        var estimate = (await http.GetFromJsonAsync<JsonElement>($"/v1/generations/{id}")).GetProperty("cost").GetProperty("estimated").GetProperty("amount_max");
        var running = (await intake.Generations.FindAsync(id))!;

        var two = (await CancelAsync("""{"all":true,"dry_run":true}""")).GetProperty("saves");
        running.CurrentState = "Rendering";
        (await intake.Generations.ReplaceAsync(running)).ShouldBeTrue();
        var one = (await CancelAsync("""{"all":true,"dry_run":true}""")).GetProperty("saves");

        decimal Amount(JsonElement money) => decimal.Parse(money.GetProperty("amount").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        Amount(estimate).ShouldBeGreaterThan(0);
        Amount(two[0]).ShouldBe(2 * Amount(estimate));
        Amount(one[0]).ShouldBe(Amount(estimate));
        two[0].GetProperty("currency").GetString().ShouldBe(estimate.GetProperty("currency").GetString());
        (await CancelAsync("""{"filter":{"search":"nothing"}}""")).GetProperty("saves").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("{}", "/filter")]
    [InlineData("""{"filter":{}}""", "/filter")]
    [InlineData("""{"filter":{"labels":{}}}""", "/filter")]
    [InlineData("""{"filter":{"model":"a"},"all":true}""", "/filter")]
    [InlineData("""{"filter":{"status":"completed"}}""", "/filter/status")]
    [InlineData("""{"filter":{"created_after":"now"}}""", "/filter/created_after")]
    [InlineData("""{"filter":{"created_before":"2026-11-30"}}""", "/filter/created_before")]
    [InlineData("""{"filter":{"search":" "}}""", "/filter/search")]
    [InlineData("""{"filter":{"search":""}}""", "/filter/search")]
    [InlineData("""{"filter":{"stauts":"rendering"}}""", "/filter/stauts")]
    [InlineData("""{"all":true,"cursor":"x"}""", "/cursor")]
    [InlineData("""{"all":true,"cursor":"rendering.x"}""", "/cursor")]
    [InlineData("""{"all":"true"}""", "/all")]
    public async Task Nonsense_cancels_nothing(string body, string pointer)
    {
        await PostAsync("even");

        using var response = await http.PostAsync("/v1/generations:cancel", Json(body));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("findings")[0].GetProperty("pointer").GetString().ShouldBe(pointer);
        intake.Recorder.Published.OfType<CancelGeneration>().ShouldBeEmpty();
    }

    private async Task<string> PostAsync(string kind, string? ownId = null)
    {
        using var response = await http.PostAsync("/v1/generations", Json(
            $$$"""{"client_request_id":{{{JsonSerializer.Serialize(ownId)}}},"model":"wan2.6-r2v","input":{"prompt":"character1 waves","reference_urls":["https://example.com/a.png"]},"metadata":{"kind":"{{{kind}}}"}}"""));
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private async Task<JsonElement> CancelAsync(string body)
    {
        using var response = await http.PostAsync("/v1/generations:cancel", Json(body));
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<List<string>> StatusesAsync(IEnumerable<string> ids)
    {
        var statuses = new List<string>();
        foreach (var id in ids)
            statuses.Add((await intake.Generations.FindAsync(id))!.Status);
        return statuses;
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
