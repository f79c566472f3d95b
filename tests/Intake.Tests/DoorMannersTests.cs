using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Wan.Intake.Tests;

/// <summary>Odd requests: each is read as it was meant, or refused with a problem document that says what is odd.</summary>
public sealed class DoorMannersTests : IAsyncLifetime
{
    private const string Body = """{"model":"wan2.6-r2v","input":{"prompt":"character1 waves","reference_urls":["https://example.com/a.png"]}}""";

    private readonly IntakeApplication intake = new(true, ("Doors:MaxConnections", "20"), ("Intake:SweepInterval", "01:00:00")); // The sweep is nobody's request.

    private HttpClient http = null!;

    public Task InitializeAsync()
    {
        intake.ListenOnPort(); // Not all of this reaches a double of it.
        http = intake.CreateClient();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Theory]
    [InlineData("Content-Encoding", "gzip")]
    [InlineData("Content-Encoding", "br, gzip")]
    [InlineData("Content-Type", "application/json; charset=utf-16")]
    [InlineData("Content-Type", "application/x-www-form-urlencoded")]
    public async Task A_body_that_is_not_read_as_it_comes_is_refused(string header, string value)
    {
        using var content = new StringContent(Body, Encoding.UTF8, "application/json");
        content.Headers.Remove(header);
        content.Headers.TryAddWithoutValidation(header, value);

        using var response = await http.PostAsync("/v1/generations", content);

        (await ProblemAsync(response, HttpStatusCode.UnsupportedMediaType)).GetProperty("detail").GetString()!.ShouldContain(value.Split('=')[^1]);
        if (header == "Content-Encoding")
            response.Headers.GetValues("Accept-Encoding").ShouldBe(["identity"]);
        (await intake.CountAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("application/json;charset=\"UTF-8\"", null)]
    [InlineData("application/problem+json", "identity")]
    public async Task A_body_of_json_has_several_names(string type, string? encoding)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (encoding is not null)
            content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);

        using var response = await http.PostAsync("/v1/generations", content);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("GET", "/v1/generations?statsu=failed", "statsu")]
    [InlineData("GET", "/v1/generations?status=failed&status=completed", "2 times")]
    [InlineData("GET", "/v1/generations?view=all", "summary or full")]
    [InlineData("GET", "/v1/generations?client_request_id=a&status=failed", "leave out")]
    [InlineData("GET", "/v1/generations/01920000-0000-7000-8000-000000000000?view=full", "takes none")]
    [InlineData("POST", "/v1/generations?dry_run=true", "dryRun")]
    [InlineData("POST", "/v1/generations?dryRun=yes", "true or false")]
    public async Task A_parameter_that_there_is_not_is_refused(string method, string path, string says)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST")
            request.Content = new StringContent(Body, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);

        (await ProblemAsync(response, HttpStatusCode.BadRequest)).GetProperty("detail").GetString()!.ShouldContain(says);
        (await intake.CountAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("cancel", """{"discrad":true}""", "discard")]
    [InlineData("cancel", """{"discard":"yes"}""", "discard")]
    [InlineData("cancel", """[]""", "discard")]
    [InlineData("resolve", """{"decision":"fail","task":"x"}""", "task_id")]
    [InlineData("resolve", """{"decision":"fail" """, "decision")]
    public async Task A_field_that_there_is_not_is_refused(string action, string body, string known)
    {
        var generation = Samples.Generation("uncertain");
        await intake.Generations.InsertAsync(generation);

        using var response = await http.PostAsync($"/v1/generations/{generation.Id}/{action}", new StringContent(body, Encoding.UTF8, "application/json"));

        (await ProblemAsync(response, HttpStatusCode.BadRequest)).GetProperty("detail").GetString()!.ShouldContain(known);
        intake.Recorder.Published.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("?dryRun")]
    [InlineData("?dryRun=")]
    [InlineData("?dryRun=True")]
    public async Task A_dry_run_is_dry_however_it_is_written(string query)
    {
        using var response = await http.PostAsync($"/v1/generations{query}", new StringContent(Body, Encoding.UTF8, "application/json"));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await intake.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_request_as_deep_as_may_be_is_shown()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 61)) + string.Concat(Enumerable.Repeat("]", 61));
        using var accepted = await http.PostAsync("/v1/generations", new StringContent(
            Body.Replace("\"input\"", $"\"parameters\":{{\"x\":{deep}}},\"input\"", StringComparison.Ordinal), Encoding.UTF8, "application/json"));
        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted, await accepted.Content.ReadAsStringAsync());

        using var shown = await http.GetAsync(accepted.Headers.Location);

        shown.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_small_body_is_small()
    {
        var generation = Samples.Generation("rendering");
        await intake.Generations.InsertAsync(generation);

        using var response = await http.PostAsJsonAsync($"/v1/generations/{generation.Id}/cancel", new { discard = true, note = new string('x', 5000) });

        (await ProblemAsync(response, HttpStatusCode.RequestEntityTooLarge)).GetProperty("detail").GetString()!.ShouldContain("4,096");
    }

    [Fact]
    public async Task An_empty_body_needs_no_type()
    {
        var generation = Samples.Generation("rendering");
        await intake.Generations.InsertAsync(generation);

        using var bare = await http.PostAsync($"/v1/generations/{generation.Id}/cancel", null);
        using var typed = await http.PostAsync($"/v1/generations/{generation.Id}/cancel", new StringContent("", Encoding.UTF8, "application/json"));

        bare.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        typed.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("GET", "/nothing", HttpStatusCode.NotFound, "GET /")]
    [InlineData("DELETE", "/v1/generations", HttpStatusCode.MethodNotAllowed, "GET, POST")]
    [InlineData("PUT", "/health/ready", HttpStatusCode.OK, "")]
    public async Task An_address_that_there_is_not_says_where_to_look(string method, string path, HttpStatusCode status, string says)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Accept.ParseAdd("text/html");
        using var response = await http.SendAsync(request);

        if (status != HttpStatusCode.OK)
            (await ProblemAsync(response, status)).GetProperty("detail").GetString()!.ShouldContain(says);
    }

    [Fact]
    public async Task The_root_says_which_addresses_there_are()
    {
        var index = await http.GetFromJsonAsync<JsonElement>("/");

        index.GetProperty("service").GetString().ShouldBe("Wan.Intake");
        index.GetProperty("version").GetString().ShouldNotBeNullOrEmpty();
        index.GetProperty("documentation").GetString().ShouldBe("/docs");
        index.GetProperty("description").GetString().ShouldBe("/openapi/v1.json");
        var addresses = index.GetProperty("addresses").EnumerateArray().Where(address => address.GetProperty("path").GetString() == "/v1/generations/{id}").ToList();
        addresses.Select(address => string.Join(' ', address.GetProperty("methods").EnumerateArray().Select(method => method.GetString()))).ShouldBe(["GET", "DELETE", "PATCH"], ignoreOrder: true);
        addresses.Select(address => address.GetProperty("summary").GetString()).ShouldBe(["Shows a generation", "Deletes a generation", "Changes the priority of a generation that waits"], ignoreOrder: true);
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        response.StatusCode.ShouldBe(status, await response.Content.ReadAsStringAsync());
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
