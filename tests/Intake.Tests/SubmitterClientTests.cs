using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Wan.Fixtures;

namespace Wan.Intake.Tests;

/// <summary>What Intake shows of what Submitter says.</summary>
public sealed class SubmitterClientTests
{
    [Fact]
    public async Task A_generation_in_the_line_shows_what_is_ahead_and_why_it_waits()
    {
        await using var submitter = await StubAsync("/v1/queue/{id}", _ => Results.Text(
            """{"position":3,"ahead":2,"running":5,"slots":5,"estimated_start":"2026-11-30T12:00:00Z","reason":"slots","waiting_for":"all 5 slots are taken","new":1}"""));
        var queue = await QueueAsync("submitting", new Uri(submitter.Urls.Single()));

        queue!.Value.GetRawText().ShouldBe(
            """{"position":3,"ahead":2,"running":5,"slots":5,"estimated_start":"2026-11-30T12:00:00+00:00","reason":"slots","waiting_for":"all 5 slots are taken"}""");
    }

    [Fact]
    public async Task What_an_older_submitter_says_is_shown_as_it_is()
    {
        await using var submitter = await StubAsync("/v1/queue/{id}", _ => Results.Text("""{"position":3,"at_least":true,"waiting_for":"account a is paused"}"""));
        (await QueueAsync("submitting", new Uri(submitter.Urls.Single())))!.Value.GetRawText().ShouldBe("""{"position":3,"at_least":true,"waiting_for":"account a is paused"}""");
    }

    [Theory]
    [InlineData("accepted", true)]
    [InlineData("submitting", true)] // The line does not have it: it comes, or has just left.
    [InlineData("uncertain", false)]
    [InlineData("rendering", false)]
    [InlineData("cancelled", false)]
    public async Task One_that_is_not_in_the_line_yet_or_any_more_is_starting(string status, bool isStarting)
    {
        await using var submitter = await StubAsync("/v1/queue/{id}", _ => Results.NotFound());
        var queue = await QueueAsync(status, new Uri(submitter.Urls.Single()), isStarting);

        (queue?.GetProperty("reason").GetString()).ShouldBe(isStarting ? "starting" : null);
    }

    [Theory]
    [InlineData(500, "{}")]
    [InlineData(200, "<html>")]
    [InlineData(0, "")]
    public async Task A_line_that_can_not_be_asked_is_not_shown(int status, string body)
    {
        await using var submitter = await StubAsync("/v1/queue/{id}", _ => Results.Text(body, statusCode: status));
        var address = status == 0 ? new Uri($"http://127.0.0.1:{FreePort.Next()}") : new Uri(submitter.Urls.Single());

        (await QueueAsync("submitting", address, isThere: false)).ShouldBeNull();
    }

    [Fact]
    public async Task The_accounts_are_shown_as_submitter_says_them()
    {
        await using var submitter = await StubAsync("/v1/accounts", _ => Results.Text("""{"accounts":[{"name":"a"}]}"""));
        await using var intake = new IntakeApplication(settings: ("Intake:SubmitterUrl", submitter.Urls.Single()));
        using var http = intake.CreateClient();

        using var answer = await http.GetAsync("/v1/accounts");

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"accounts":[{"name":"a"}]}""");
        using var misspelt = await http.GetAsync("/v1/accounts?name=a");
        misspelt.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("one", "one", 200)]
    [InlineData("one%3Ftwo%20%25", "one?two %", 200)]
    [InlineData("one", "one", 404)]
    public async Task What_submitter_says_of_one_account_is_passed_on(string name, string known, int status)
    {
        await using var submitter = await StubAsync("/v1/accounts/{name}/load", context =>
            Results.Json(new { name = (string?)context.Request.RouteValues["name"] }, contentType: status == 200 ? null : "application/problem+json", statusCode: status));
        await using var intake = new IntakeApplication(settings: ("Intake:SubmitterUrl", submitter.Urls.Single()));
        using var http = intake.CreateClient();

        using var answer = await http.GetAsync($"/v1/accounts/{name}/load");

        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("name").GetString().ShouldBe(known);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(status == 200 ? "application/json" : "application/problem+json");
        using var unknown = await http.PostAsync("/v1/accounts/one/try", null);
        unknown.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, "an older one has no such door");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_submitter_it_is_said_that_the_accounts_are_not_known(bool isNamed)
    {
        await using var intake = new IntakeApplication(settings: ("Intake:SubmitterUrl", isNamed ? $"http://127.0.0.1:{FreePort.Next()}" : null!));
        using var http = intake.CreateClient();

        using var answer = await http.GetAsync("/v1/accounts");

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!.ShouldContain("Intake:SubmitterUrl");
    }

    // A busy machine may take longer than the line is waited for: then it is not shown, and asked for again.
    private static async Task<JsonElement?> QueueAsync(string status, Uri submitter, bool isThere = true)
    {
        await using var intake = new IntakeApplication(settings: ("Intake:SubmitterUrl", submitter.AbsoluteUri));
        using var http = intake.CreateClient();
        var generation = Samples.Generation(status);
        (await intake.Generations.InsertAsync(generation)).ShouldBeTrue();
        JsonElement? queue = null;
        await Eventually.UntilAsync(
            async () =>
            {
                using var answer = await http.GetAsync($"/v1/generations/{generation.Id}");
                intake.Errors.ShouldBeEmpty();
                queue = (await answer.Content.ReadFromJsonAsync<JsonElement>()).TryGetProperty("queue", out var shown) ? shown : null;
                return queue is not null == isThere;
            },
            isThere ? "the queue" : "none");
        return queue;
    }

    private static async Task<WebApplication> StubAsync(string path, Func<HttpContext, IResult> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet(path, answer);
        await app.StartAsync();
        return app;
    }
}
