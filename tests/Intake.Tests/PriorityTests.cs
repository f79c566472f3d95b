using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Wan.Fixtures;

namespace Wan.Intake.Tests;

/// <summary>Another priority for one that waits: Submitter's line first, then what the generation shows.</summary>
public sealed class PriorityTests : IAsyncLifetime
{
    private WebApplication submitter = null!;
    private IntakeApplication intake = null!;
    private HttpClient http = null!;
    private int status = StatusCodes.Status204NoContent;
    private string asked = "";
    private Func<Task> answering = () => Task.CompletedTask;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        submitter = builder.Build();
        submitter.MapPut("/v1/queue/{id}/priority/{priority}", async (string id, string priority) =>
        {
            asked = $"{id} {priority}";
            await answering();
            return Results.StatusCode(status);
        });
        await submitter.StartAsync();
        Start(submitter.Urls.Single());
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await intake.DisposeAsync();
        await submitter.DisposeAsync();
    }

    [Fact]
    public async Task It_is_changed_in_the_line_and_shown_and_told()
    {
        var id = await KeepAsync("submitting");

        var (code, shown) = await ChangeAsync(id, """{"priority":"high"}""");

        code.ShouldBe(HttpStatusCode.OK, shown.GetRawText());
        asked.ShouldBe($"{id} high");
        shown.GetProperty("priority").GetString().ShouldBe("high");
        shown.GetProperty("timeline").EnumerateArray().Last().GetProperty("what").GetString().ShouldBe("priority_changed");
        var stored = (await intake.Generations.FindAsync(id))!;
        stored.Priority.ShouldBe("high");
        stored.Changes.Select(change => $"{change.Number} {change.Status}").ShouldBe(["1 submitting", "2 submitting"]);
        (await EventsAsync(id)).ShouldContain("\"change\":2,\"data\":{\"id\":");
    }

    [Fact]
    public async Task Asked_for_again_nothing_is_new()
    {
        var id = await KeepAsync("submitting");
        await ChangeAsync(id, """{"priority":"low"}""");
        var before = (await intake.Generations.FindAsync(id))!;
        asked = "";

        var (code, shown) = await ChangeAsync(id.ToUpperInvariant(), """{"priority":"low"}""");

        code.ShouldBe(HttpStatusCode.OK);
        asked.ShouldBe($"{id} low", "an earlier answer may have been lost between the two");
        shown.GetProperty("priority").GetString().ShouldBe("low");
        var after = (await intake.Generations.FindAsync(id))!;
        (after.Changes.Count, after.Timeline.Count).ShouldBe((before.Changes.Count, before.Timeline.Count));
    }

    [Theory]
    [InlineData("normal", "high", "low")]
    [InlineData("high", "low", "high")]
    [InlineData("high", "high", "low")]
    public async Task Of_two_words_at_once_the_line_and_the_generation_have_the_same(string shown, string first, string second)
    {
        var id = await KeepAsync("submitting", shown);
        var (isTaken, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        answering = async () =>
        {
            answering = () => Task.CompletedTask;
            isTaken.SetResult();
            await goOn.Task;
        };

        var one = ChangeAsync(id, $$"""{"priority":"{{first}}"}""");
        await isTaken.Task;
        (await ChangeAsync(id, $$"""{"priority":"{{second}}"}""")).Code.ShouldBe(HttpStatusCode.OK);
        goOn.SetResult();
        (await one).Code.ShouldBe(HttpStatusCode.OK);

        asked.ShouldBe($"{id} {(await intake.Generations.FindAsync(id))!.Priority}");
    }

    [Theory]
    [InlineData("rendering", 204, HttpStatusCode.Conflict)]
    [InlineData("completed", 204, HttpStatusCode.Conflict)]
    [InlineData("uncertain", 204, HttpStatusCode.Conflict)]
    [InlineData("submitting", 409, HttpStatusCode.Conflict)]
    [InlineData("submitting", 404, HttpStatusCode.ServiceUnavailable)]
    [InlineData("submitting", 500, HttpStatusCode.ServiceUnavailable)]
    public async Task What_does_not_wait_is_left_as_it_is(string state, int answer, HttpStatusCode expected)
    {
        var id = await KeepAsync(state);
        status = answer;

        var (code, problem) = await ChangeAsync(id, """{"priority":"high"}""");

        code.ShouldBe(expected);
        problem.GetProperty("detail").GetString()!.Length.ShouldBeGreaterThan(20);
        (await intake.Generations.FindAsync(id))!.Priority.ShouldBe("normal");
    }

    [Fact]
    public async Task Without_submitter_it_is_said_that_nobody_knows()
    {
        http.Dispose();
        await intake.DisposeAsync();
        Start($"http://127.0.0.1:{FreePort.Next()}");
        var id = await KeepAsync("submitting");

        var (code, problem) = await ChangeAsync(id, """{"priority":"high"}""");

        code.ShouldBe(HttpStatusCode.ServiceUnavailable);
        problem.GetProperty("detail").GetString()!.ShouldContain("Intake:SubmitterUrl");
    }

    [Theory]
    [InlineData("", "/priority")]
    [InlineData("{}", "/priority")]
    [InlineData("""{"priority":null}""", "/priority")]
    [InlineData("""{"priority":"High"}""", "/priority")]
    [InlineData("""{"priority":1}""", "/priority")]
    [InlineData("""{"priority":"high","model":"x"}""", "/model")]
    [InlineData("[]", "")]
    public async Task Nonsense_changes_nothing(string body, string pointer)
    {
        var id = await KeepAsync("submitting");

        var (code, problem) = await ChangeAsync(id, body);

        code.ShouldBe(HttpStatusCode.BadRequest);
        problem.GetProperty("findings")[0].GetProperty("pointer").GetString().ShouldBe(pointer);
        asked.ShouldBe("");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("01920000-0000-7000-8000-000000000000")]
    public async Task Where_there_is_none_there_is_nothing_to_change(string id) =>
        (await ChangeAsync(id, """{"priority":"high"}""")).Code.ShouldBe(HttpStatusCode.NotFound);

    private void Start(string address)
    {
        intake = new IntakeApplication(settings: ("Intake:SubmitterUrl", address));
        http = intake.CreateClient();
    }

    private async Task<string> KeepAsync(string state, string priority = "normal")
    {
        var generation = Samples.Generation(state);
        generation.Priority = priority;
        (await intake.Generations.InsertAsync(generation)).ShouldBeTrue();
        return generation.Id;
    }

    private async Task<(HttpStatusCode Code, JsonElement Answer)> ChangeAsync(string id, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PatchAsync($"/v1/generations/{id}", content);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()));
    }

    // As far as the change that was told last.
    private async Task<string> EventsAsync(string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/generations/{id}/events") { Headers = { { "Last-Event-ID", "1" } } };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
                return line;
        }

        return "";
    }
}
