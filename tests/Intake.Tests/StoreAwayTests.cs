using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Wan.Fixtures;
using Wan.Fixtures.MongoWire;

namespace Wan.Intake.Tests;

/// <summary>The HTTP door while documents can't be read or written.</summary>
public sealed class StoreAwayTests
{
    private const string Body = """
        {"model":"wan2.6-r2v","input":{"prompt":"character1 waves","reference_urls":["https://example.com/a.png"]}}
        """;

    [Theory]
    [InlineData("POST", "/v1/generations")]
    [InlineData("GET", "/v1/generations")]
    [InlineData("GET", "/v1/generations/01920000-0000-7000-8000-000000000000")]
    [InlineData("POST", "/v1/generations/01920000-0000-7000-8000-000000000000/cancel")]
    public async Task Where_the_server_is_gone_every_door_says_when_to_ask_again(string method, string path)
    {
        await using var server = new MongoWireServer();
        await using var intake = OnMongoDb(server);
        using var http = intake.CreateClient();
        await server.GoAsync();

        await ShouldBeAwayAsync(await SendAsync(http, method, path));
    }

    [Fact]
    public async Task Where_the_server_says_nothing_the_same_request_makes_one_generation_later()
    {
        await using var server = new MongoWireServer();
        await using var intake = OnMongoDb(server);
        using var http = intake.CreateClient();
        using (server.Fail(FaultKind.SilentAfter, "insert", "intake.generations", times: null))
        using (server.Fail(FaultKind.SilentBefore, "find", "intake.generations", times: null)) // Else the store would find out by itself.
            (await ShouldBeAwayAsync(await SendAsync(http, "POST", "/v1/generations"))).ShouldContain("is not known");

        await Eventually.UntilAsync( // As who was told to ask again does.
            async () =>
            {
                using var again = await SendAsync(http, "POST", "/v1/generations");
                return again.IsSuccessStatusCode;
            },
            "accepted");

        (await intake.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Where_another_process_has_the_file_it_is_refused_for_now_and_can_still_be_read()
    {
        await using var intake = new IntakeApplication(record: true, ("Storage:BusyTimeout", "00:00:01"));
        using var http = intake.CreateClient();
        using (var first = await SendAsync(http, "POST", "/v1/generations"))
            first.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var file = Path.Combine(intake.Services.GetRequiredService<IConfiguration>()["Storage:Directory"]!, "intake.db");
        await using var other = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        await other.OpenAsync();
        await using var holds = other.CreateCommand();
        holds.CommandText = "BEGIN IMMEDIATE";
        await holds.ExecuteNonQueryAsync();

        await ShouldBeAwayAsync(await SendAsync(http, "POST", "/v1/generations", "another"));
        using var page = await SendAsync(http, "GET", "/v1/generations");

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_tool_for_agents_says_so_in_the_same_words()
    {
        await using var server = new MongoWireServer();
        await using var intake = OnMongoDb(server);
        await using var agent = await McpClient.CreateAsync(new HttpClientTransport(new() { Endpoint = new Uri("http://localhost/mcp"), TransportMode = HttpTransportMode.StreamableHttp }, intake.CreateClient(), ownsHttpClient: true));
        using var silent = server.Fail(FaultKind.SilentBefore, "find", "intake.generations", times: null);

        var said = await agent.CallToolAsync("get_video", new Dictionary<string, object?> { ["id"] = "01920000-0000-7000-8000-000000000000" });

        said.IsError.ShouldBe(true);
        said.StructuredContent!.Value.GetProperty("status").GetInt32().ShouldBe(503);
        said.Content.OfType<TextContentBlock>().Single().Text.ShouldEndWith("Ask again in 5 s.");
    }

    private static IntakeApplication OnMongoDb(MongoWireServer server) =>
        new(record: true, ("Storage:Provider", "mongodb"), ("Storage:MongoDb:ConnectionString", server.Address), ("Storage:Timeout", "00:00:01"));

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, string method, string path, string key = "one")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (path == "/v1/generations" && method == "POST")
        {
            request.Headers.Add("Idempotency-Key", key);
            request.Content = new StringContent(Body, Encoding.UTF8, "application/json");
        }

        return await http.SendAsync(request);
    }

    private static async Task<string> ShouldBeAwayAsync(HttpResponseMessage response)
    {
        using var _ = response;
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, await response.Content.ReadAsStringAsync());
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!;
    }
}
