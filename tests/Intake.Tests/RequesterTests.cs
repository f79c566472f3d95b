using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Wan.Contracts;

namespace Wan.Intake.Tests;

/// <summary>A web page of somebody else must not spend money.</summary>
public sealed class RequesterTests : IAsyncLifetime
{
    private const string Body = """{"model":"wan2.6-r2v","input":{"prompt":"character1 waves","reference_urls":["https://example.com/a.png"]}}""";

    private readonly IntakeApplication intake = new(true, ("Doors:Origins:0", "https://studio.example.com"));

    private HttpClient http = null!;

    public Task InitializeAsync()
    {
        http = intake.CreateClient();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Theory]
    [InlineData("evil.example", "http://evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost", "http://evil.example", HttpStatusCode.Forbidden)]
    public async Task It_gets_nothing_done(string host, string origin, HttpStatusCode status)
    {
        using var response = await SendAsync(HttpMethod.Post, "/v1/generations", host, origin, Body);

        response.StatusCode.ShouldBe(status);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!.ShouldContain("Nothing was done");
        (await intake.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_page_that_is_named_may_ask_and_read_where_what_it_made_is()
    {
        using var asked = await SendAsync(HttpMethod.Options, "/v1/generations", "localhost", "https://studio.example.com", null, "POST");
        using var response = await SendAsync(HttpMethod.Post, "/v1/generations", "localhost", "https://studio.example.com", Body);

        asked.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://studio.example.com"]);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://studio.example.com"]);
        response.Headers.GetValues("Access-Control-Expose-Headers").ShouldHaveSingleItem().ShouldContain("Location");
    }

    [Theory]
    [InlineData("cancel", """{"discard":true}""")]
    [InlineData("resolve", """{"decision":"fail"}""")]
    public async Task What_a_form_can_send_is_no_command(string action, string body)
    {
        var generation = Samples.Generation("uncertain");
        await intake.Generations.InsertAsync(generation);

        using var response = await http.PostAsync($"/v1/generations/{generation.Id}/{action}", new StringContent(body, Encoding.UTF8, "text/plain"));

        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        intake.Recorder.Published.Where(message => message is CancelGeneration or ResolveSubmission).ShouldBeEmpty(); // The sweep may drive it on meanwhile.
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string host, string origin, string? body, string? preflight = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Host = host;
        request.Headers.Add("Origin", origin);
        if (preflight is not null)
            request.Headers.Add("Access-Control-Request-Method", preflight);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await http.SendAsync(request);
    }
}
