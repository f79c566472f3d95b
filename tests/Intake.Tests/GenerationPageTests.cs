using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Wan.Contracts;

namespace Wan.Intake.Tests;

/// <summary>Finding generations again: pages, the requester's own id, and what was asked for.</summary>
public sealed class GenerationPageTests : IAsyncLifetime
{
    private const string Body = """{"model":"wan2.6-r2v","input":{"prompt":"character1 waves","reference_urls":["https://example.com/a.png"]}}""";

    private readonly IntakeApplication intake = new();

    private HttpClient http = null!;

    public Task InitializeAsync()
    {
        http = intake.CreateClient();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Fact]
    public async Task Pages_show_the_newest_first()
    {
        for (var order = 0; order < 5; order++)
            (await PostAsync(Body, $"order-{order}")).Dispose();

        var first = await http.GetFromJsonAsync<JsonElement>("/v1/generations?limit=3");
        var second = await http.GetFromJsonAsync<JsonElement>($"/v1/generations?limit=3&cursor={Uri.EscapeDataString(first.GetProperty("next").GetString()!)}");

        var orders = first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray())
            .Select(item => item.GetProperty("client_request_id").GetString());
        orders.ShouldBe(["order-4", "order-3", "order-2", "order-1", "order-0"]);
    }

    [Fact]
    public async Task A_page_shows_summaries_and_all_where_that_is_asked_for()
    {
        (await PostAsync(Body, "order-1")).Dispose();

        var summary = (await http.GetFromJsonAsync<JsonElement>("/v1/generations")).GetProperty("items")[0];
        var full = (await http.GetFromJsonAsync<JsonElement>("/v1/generations?view=full")).GetProperty("items")[0];

        summary.TryGetProperty("timeline", out _).ShouldBeFalse();
        summary.GetProperty("cost").GetProperty("estimated").ValueKind.ShouldBe(JsonValueKind.Object);
        full.GetProperty("timeline").GetArrayLength().ShouldBeGreaterThan(0);
        full.GetProperty("id").GetString().ShouldBe(summary.GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("client_request_id=order-1", 1)]
    [InlineData("client_request_id=order-1&tenant=default", 1)]
    [InlineData("client_request_id=order-1&tenant=acme", 0)]
    [InlineData("client_request_id=order-2", 0)]
    public async Task One_is_found_by_its_requesters_own_id(string query, int found)
    {
        (await PostAsync(Body, "order-1")).Dispose();

        (await http.GetFromJsonAsync<JsonElement>($"/v1/generations?{query}")).GetProperty("items").GetArrayLength().ShouldBe(found);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(70_000, false)]
    public async Task What_was_asked_for_is_shown_and_a_large_one_at_an_address_of_its_own(int length, bool isShown)
    {
        var image = $"data:image/png;base64,{new string('A', length)}";
        using var accepted = await PostAsync(
            $$$"""{"model":"wan2.7-r2v","input":{"prompt":"Image 1 waves","media":[{"type":"reference_image","url":"{{{image}}}"}]}}""", "order-1");
        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted, await accepted.Content.ReadAsStringAsync());

        var generation = await http.GetFromJsonAsync<JsonElement>(accepted.Headers.Location);
        var request = await http.GetFromJsonAsync<JsonElement>($"{accepted.Headers.Location}/request");

        request.GetProperty("input").GetProperty("prompt").GetString().ShouldBe("Image 1 waves");
        generation.TryGetProperty("request", out var shown).ShouldBe(isShown);
        if (isShown)
            shown.GetRawText().ShouldBe(request.GetRawText());
    }

    [Fact]
    public async Task One_that_was_refused_has_no_request()
    {
        await intake.Bus.Publish(new GenerateVideo { Model = "wan9", Input = new() { Prompt = "Image 1 waves" } });
        var refused = await intake.Recorder.PublishedAsync<GenerationRejected>();

        using var response = await http.GetAsync($"/v1/generations/{refused.GenerationId}/request");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!.ShouldContain("findings");
    }

    private async Task<HttpResponseMessage> PostAsync(string body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/generations") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        return await http.SendAsync(request);
    }
}
