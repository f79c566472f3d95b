using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Wan.Fixtures;

namespace Wan.Intake.Tests;

/// <summary>What Intake shows of what Poller says.</summary>
public sealed class PollerClientTests
{
    private const string Door = "/v1/accounts/{name}/queries";

    [Theory]
    [InlineData("one", "one", 200)]
    [InlineData("one%3Ftwo%20%25", "one?two %", 200)]
    [InlineData("one", "one", 404)]
    public async Task What_poller_says_of_an_account_is_passed_on(string name, string known, int status)
    {
        await using var poller = await StubAsync(context =>
            Results.Json(new { name = (string?)context.Request.RouteValues["name"] }, contentType: status == 200 ? null : "application/problem+json", statusCode: status));
        await using var intake = new IntakeApplication(settings: ("Intake:PollerUrl", poller.Urls.Single()));
        using var http = intake.CreateClient();

        using var answer = await http.GetAsync($"/v1/accounts/{name}/queries");

        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("name").GetString().ShouldBe(known);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(status == 200 ? "application/json" : "application/problem+json");
    }

    [Theory]
    [InlineData("away")]
    [InlineData("silent")]
    [InlineData("older")]
    [InlineData("")]
    public async Task Without_poller_it_is_said_that_the_budgets_are_not_known(string how)
    {
        await using var poller = await StubAsync(context =>
        {
            if (how == "silent")
                context.RequestAborted.WaitHandle.WaitOne();
            return Results.NotFound();
        });
        var address = how switch { "" => null!, "away" => $"http://127.0.0.1:{FreePort.Next()}", _ => poller.Urls.Single() };
        await using var intake = new IntakeApplication(settings: ("Intake:PollerUrl", address));
        using var http = intake.CreateClient();

        using var answer = await http.GetAsync("/v1/accounts/default/queries");

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!.ShouldContain("Intake:PollerUrl");
    }

    private static async Task<WebApplication> StubAsync(Func<HttpContext, IResult> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet(Door, answer);
        await app.StartAsync();
        return app;
    }
}
