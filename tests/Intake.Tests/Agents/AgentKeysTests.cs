using System.Net;
using System.Text;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Wan.Fixtures;
using Wan.Hosting.Doors.Access;
using Wan.Intake.Tests.Keys;

namespace Wan.Intake.Tests.Agents;

/// <summary>Agents are under the same keys, tenants and limits as everybody else.</summary>
public sealed class AgentKeysTests : IAsyncDisposable
{
    private static readonly object Wave = new { model = "wan2.6-r2v", input = new { prompt = "character1 waves", reference_urls = new[] { "https://example.com/a.png" } } };

    private readonly IntakeApplication intake = new(true, ("Limits:Tenants:poor:DailyBudget", "0.01"), ("Logging:LogLevel:Default", "Trace"));

    public ValueTask DisposeAsync() => intake.DisposeAsync();

    [Fact]
    public async Task One_whose_key_may_only_read_creates_and_cancels_nothing()
    {
        var id = (await intake.AddGenerationAsync("acme", "submitting", hasVideo: false)).Id;
        await using var agent = await ConnectAsync(await intake.AddKeyAsync("acme", [Scopes.Read]));

        var (created, cancelled, seen) = (await CreateAsync(agent), await CallAsync(agent, "cancel_video", ("id", id)), await CallAsync(agent, "get_video", ("id", id)));

        created.ShouldContain("error auth.scope: This needs a key with the scope create");
        cancelled.ShouldContain("error auth.scope: This needs a key with the scope cancel");
        seen.ShouldContain(id);
        (await intake.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Each_tool_needs_the_scope_that_the_page_says()
    {
        var rows = (await File.ReadAllLinesAsync(Repository.File("docs", "mcp.md"))).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells is ["", ['`', ..], _, ['`', ..], _, ""]);
        var scopes = rows.ToDictionary(cells => cells[1].Trim('`'), cells => cells[3].Trim('`'));
        await using var agent = await ConnectAsync(await intake.AddKeyAsync("acme", [Scopes.Read]));

        var tools = await agent.ListToolsAsync();

        tools.Select(tool => tool.Name).ShouldBe(scopes.Keys, ignoreOrder: true);
        foreach (var tool in tools)
        {
            var values = new Dictionary<string, object> { ["request"] = Wave, ["id"] = Guid.Empty, ["name"] = "wan2.7-r2v", ["idempotency_key"] = "1" };
            var needed = tool.JsonSchema.GetProperty("required").EnumerateArray().Select(name => (name.GetString()!, (object?)values[name.GetString()!])).ToArray();
            var said = await CallAsync(agent, tool.Name, needed);
            if (scopes[tool.Name] == Scopes.Read)
                said.ShouldNotContain("auth.scope", customMessage: tool.Name);
            else
                said.ShouldContain($"This needs a key with the scope {scopes[tool.Name]};", customMessage: tool.Name);
        }
    }

    [Fact]
    public async Task What_one_asks_for_is_its_tenants_and_anothers_is_not_there()
    {
        var another = (await intake.AddGenerationAsync("other")).Id;
        await using var agent = await ConnectAsync(await intake.AddKeyAsync("acme"));

        (await CreateAsync(agent)).ShouldContain("\"accepted\"");

        var own = (await intake.Generations.PageAsync(new() { Limit = 10 })).Items.Single(generation => generation.Id != another);
        (own.Tenant, own.ClientRequestId).ShouldBe(("acme", "agent, \"1\""));
        (await CallAsync(agent, "get_video", ("id", another))).ShouldContain("generation.not_found");
        var listed = await CallAsync(agent, "list_videos");
        listed.ShouldContain(own.Id);
        listed.ShouldNotContain(another);
        (await CallAsync(agent, "list_videos", ("tenant", "other"))).ShouldContain("auth.tenant");
    }

    [Fact]
    public async Task Addresses_of_videos_are_whole_where_it_is_said_where_the_doors_are()
    {
        await using var known = new IntakeApplication(true, ("Intake:PublicUrl", "https://wan.example.com/here/"));
        var id = (await known.AddGenerationAsync("acme")).Id;
        await using var agent = await McpClient.CreateAsync(new HttpClientTransport(
            new() { Endpoint = new Uri("http://localhost/mcp"), TransportMode = HttpTransportMode.StreamableHttp }, known.CreateClient(), ownsHttpClient: true));

        foreach (var said in new[] { await CallAsync(agent, "get_video", ("id", id)), await CallAsync(agent, "list_videos") })
            said.ShouldContain($"\"https://wan.example.com/here/v1/generations/{id}/video\"");
    }

    [Fact]
    public async Task One_whose_tenants_budget_does_not_reach_is_refused()
    {
        await using var agent = await ConnectAsync(await intake.AddKeyAsync("poor"));

        (await CreateAsync(agent)).ShouldContain("budget.day");
        (await intake.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task One_without_a_good_key_comes_not_in()
    {
        await intake.AddKeyAsync();

        await Should.ThrowAsync<HttpRequestException>(async () => await ConnectAsync(null));
        await Should.ThrowAsync<HttpRequestException>(async () => await ConnectAsync("wan_aaaaaaaaaaaa_0123456789012345678901234567890123456789012"));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task What_is_no_JSON_is_refused_by_its_header(string type)
    {
        var key = await intake.AddKeyAsync();
        using var http = intake.CreateClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);

        using var answer = await http.PostAsync("/mcp", new StringContent("{}", Encoding.UTF8, type));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("header.content_type");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    public async Task A_stranger_is_refused_before_anybody_looks_at_what_they_send(string type)
    {
        await intake.AddKeyAsync();
        using var http = intake.CreateClient();

        using var answer = await http.PostAsync("/mcp", new StringContent("no message", Encoding.UTF8, type));

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Neither_key_nor_prompt_stands_in_the_log_even_if_all_is_logged()
    {
        var key = await intake.AddKeyAsync("acme");
        await using var agent = await ConnectAsync(key);

        await CreateAsync(agent);
        await CallAsync(agent, "get_video", ("id", "character1 waves"));

        var log = intake.Logs.ToString();
        log.ShouldNotContain("character1 waves");
        log.ShouldNotContain(key[^43..]);
    }

    private Task<McpClient> ConnectAsync(string? key)
    {
        var headers = key is null ? [] : new Dictionary<string, string> { ["Authorization"] = $"Bearer {key}" };
        return McpClient.CreateAsync(new HttpClientTransport(
            new() { Endpoint = new Uri("http://localhost/mcp"), TransportMode = HttpTransportMode.StreamableHttp, AdditionalHeaders = headers }, intake.CreateClient(), ownsHttpClient: true));
    }

    private static Task<string> CreateAsync(McpClient agent) => CallAsync(agent, "create_video", ("request", Wave), ("idempotency_key", "agent, \"1\""));

    private static async Task<string> CallAsync(McpClient agent, string tool, params (string Name, object? Value)[] arguments)
    {
        var said = await agent.CallToolAsync(tool, arguments.ToDictionary(argument => argument.Name, argument => argument.Value));
        return string.Join('\n', said.Content.OfType<TextContentBlock>().Select(block => block.Text));
    }
}
