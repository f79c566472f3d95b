using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Intake.Doors;
using Wan.Intake.Ends;

namespace Wan.Intake.Tests;

/// <summary>Whoever prefers to wait for the end is answered at the end, or when the time is over.</summary>
public sealed class PreferWaitTests : IAsyncDisposable
{
    private const string Body = """{"model":"wan2.6-r2v","input":{"prompt":"character1 waves","reference_urls":["https://example.com/a.png"]}}""";

    private readonly IntakeApplication intake = new();

    public ValueTask DisposeAsync() => intake.DisposeAsync();

    [Theory]
    [InlineData("wait=10", 10)]
    [InlineData("wait", 60)]
    [InlineData("WAIT = 5", 5)]
    [InlineData("respond-async, wait=\"7\"; x=1", 7)]
    [InlineData("wait=0", 0)]
    [InlineData("wait=61", 60)]
    [InlineData("wait=99999999999999999999", null)]
    [InlineData("wait=-1", null)]
    [InlineData("wait=soon", null)]
    [InlineData("wait=1.5", null)]
    [InlineData("respond-async", null)]
    [InlineData("", null)]
    public void The_preference_is_read_as_its_standard_has_it(string header, int? seconds) =>
        PreferWait.Read(new HeaderDictionary { ["Prefer"] = header }).ShouldBe(seconds);

    [Fact]
    public async Task A_request_that_waits_is_answered_with_its_end()
    {
        using var http = intake.CreateClient();

        var answer = PostAsync(http, "wait=50");
        await RefuseAsync((await intake.Recorder.PublishedAsync<SubmitGeneration>()).GenerationId);
        using var response = await answer;

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("Preference-Applied").ShouldBe(["wait=50"]);
        (await ReadAsync(response)).GetProperty("status").GetString().ShouldBe("failed");
        await Eventually.UntilAsync(() => intake.Service<EndSignals>().Count == 0, "nobody waits");
    }

    [Fact]
    public async Task One_that_has_not_ended_in_time_is_answered_as_it_is()
    {
        using var http = intake.CreateClient();

        using var accepted = await PostAsync(http, "wait=0");
        using var found = await GetAsync(http, accepted.Headers.Location!, "wait=1");

        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        found.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ReadAsync(found)).GetProperty("status").GetString().ShouldBeOneOf("accepted", "submitting");
        intake.Service<EndSignals>().Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_clock_that_is_put_back_keeps_nobody_longer()
    {
        using var http = intake.CreateClient();
        using var accepted = await PostAsync(http, prefer: null);

        var answer = GetAsync(http, accepted.Headers.Location!, "wait=2");
        await Eventually.UntilAsync(() => intake.Service<EndSignals>().Count == 1, "somebody waits");
        intake.Clock.Move(TimeSpan.FromHours(-1));

        using var response = await answer.WaitAsync(TimeSpan.FromSeconds(60));
        response.Headers.GetValues("Preference-Applied").ShouldBe(["wait=2"]);
    }

    [Fact]
    public async Task An_end_that_another_process_has_brought_about_is_seen()
    {
        using var http = intake.CreateClient();
        using var accepted = await PostAsync(http, prefer: null);
        var id = (await ReadAsync(accepted)).GetProperty("id").GetString()!;

        var answer = GetAsync(http, accepted.Headers.Location!, "wait=50");
        await Eventually.UntilAsync(() => intake.Service<EndSignals>().Count == 1, "somebody waits");
        await Eventually.UntilAsync(
            async () =>
            {
                var generation = (await intake.Generations.FindAsync(id))!;
                (generation.CurrentState, generation.DueAt) = ("Cancelled", null);
                return await intake.Generations.ReplaceAsync(generation);
            },
            "it is cancelled");

        using var response = await answer;
        (await ReadAsync(response)).GetProperty("status").GetString().ShouldBe("cancelled");
    }

    [Fact]
    public async Task A_process_that_stops_keeps_nobody_waiting()
    {
        await using var stopping = new IntakeApplication(record: false);
        stopping.ListenOnPort(); // As a server that ends what it has begun.
        stopping.StartServer();
        using var http = new HttpClient { BaseAddress = stopping.Address };
        using var accepted = await PostAsync(http, prefer: null);
        var answer = GetAsync(http, accepted.Headers.Location!, "wait=60");
        await Eventually.UntilAsync(() => stopping.Service<EndSignals>().Count == 1, "somebody waits");

        var stopped = stopping.StopAsync();
        using var response = await answer;

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await stopped;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, string? prefer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/generations") { Content = new StringContent(Body, Encoding.UTF8, "application/json") };
        if (prefer is not null)
            request.Headers.Add("Prefer", prefer);
        return await http.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> GetAsync(HttpClient http, Uri address, string prefer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Prefer", prefer);
        return await http.SendAsync(request);
    }

    private Task RefuseAsync(string id) => intake.Bus.Publish(new SubmissionRefused
    {
        GenerationId = id, Error = new GenerationError { Code = "vendor_refused", Message = "It says no." },
    });

    private static Task<JsonElement> ReadAsync(HttpResponseMessage response) => response.Content.ReadFromJsonAsync<JsonElement>();
}
