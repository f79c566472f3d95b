using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;

namespace Wan.Hosting.Tests.Doors;

/// <summary>What every door does, whatever is behind it.</summary>
public sealed class DoorTests : IAsyncLifetime
{
    private static readonly byte[] Film = [1, 2, 3, 4, 5];

    private readonly WebApplication app = Build();

    private HttpClient http = null!;

    public async Task InitializeAsync()
    {
        await app.StartAsync();
        http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }

    [Theory]
    [InlineData("/bare?colour=blue", "'colour'", "takes none")]
    [InlineData("/?colour", "'colour'", "takes none")]
    [InlineData("/things?size=1&color=blue", "'color'", "size, colour")]
    [InlineData("/things?Colour=blue", "'Colour'", "size, colour")]
    [InlineData("/things?colour=blue&colour=red", "'colour'", "2 times")]
    public async Task A_parameter_that_there_is_not_is_refused_by_its_name(string path, string name, string says)
    {
        using var answer = await http.GetAsync(path);

        var problem = await ProblemAsync(answer, HttpStatusCode.BadRequest);
        problem.GetProperty("detail").GetString()!.ShouldContain(name);
        problem.GetProperty("detail").GetString()!.ShouldContain(says);
        problem.GetProperty("findings")[0].GetProperty("code").GetString()!.ShouldStartWith("query.");
    }

    [Theory]
    [InlineData("/bare")]
    [InlineData("/bare?")]
    [InlineData("/things?colour=blue&size=1")]
    [InlineData("/any?colour=blue&colour=red")]
    [InlineData("/health/live?probe=7")]
    public async Task Others_come_through(string path)
    {
        using var answer = await http.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task A_range_that_there_is_not_is_a_problem_that_says_what_there_is(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/film");
        request.Headers.Range = new RangeHeaderValue(Film.Length, null);
        using var answer = await http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
        answer.Content.Headers.ContentRange!.ToString().ShouldBe("bytes */5");
        answer.Headers.ETag.ShouldBeNull();
        if (method == "GET")
            (await ProblemAsync(answer, HttpStatusCode.RequestedRangeNotSatisfiable)).GetProperty("detail").GetString()!.ShouldContain("bytes */5");
    }

    [Theory]
    [InlineData("/film", HttpStatusCode.OK)]
    [InlineData("/nothing", HttpStatusCode.NotFound)]
    [InlineData("/bare?colour", HttpStatusCode.BadRequest)]
    [InlineData("/broken", HttpStatusCode.InternalServerError)]
    public async Task No_page_of_another_site_may_show_an_answer_as_a_part_of_itself(string path, HttpStatusCode status)
    {
        using var answer = await http.GetAsync(path);

        answer.StatusCode.ShouldBe(status);
        answer.Headers.GetValues("Cross-Origin-Resource-Policy").ShouldBe(["same-site"]);
    }

    [Theory]
    [InlineData("0190A1B2-C3D4-7000-8000-00000000ABCD", "0190a1b2-c3d4-7000-8000-00000000abcd")]
    [InlineData("0190a1b2-c3d4-7000-8000-00000000abcd", "0190a1b2-c3d4-7000-8000-00000000abcd")]
    [InlineData("../0190a1b2-c3d4-7000-8000-00000000abcd", null)]
    [InlineData("", null)]
    public void An_id_may_be_in_capitals(string id, string? known) => DoorIds.Read(id).ShouldBe(known);

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddWanHosting("doors");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.UseWanDoors();
        app.MapIndex();
        app.MapWanHealth();
        app.MapGet("/bare", () => "bare").IsOpen();
        app.MapGet("/things", () => "things").Takes("size", "colour").IsOpen();
        app.MapGet("/any", () => "any").TakesAny().IsOpen();
        app.MapGet("/broken", string () => throw new InvalidOperationException("Made up.")).IsOpen();
        app.MapMethods("/film", [HttpMethods.Get, HttpMethods.Head], (HttpContext context) =>
        {
            context.Response.Headers.ContentDisposition = "inline; filename=film.mp4";
            return Results.Bytes(Film, "video/mp4", enableRangeProcessing: true, entityTag: new("\"film\""), lastModified: DateTimeOffset.UnixEpoch);
        }).IsOpen();
        return app;
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        answer.StatusCode.ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        answer.Content.Headers.ContentDisposition.ShouldBeNull();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
