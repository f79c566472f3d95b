using System.Net;
using System.Text;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Wan.Standalone.Tests.Descriptions;

namespace Wan.Standalone.Tests.Agents;

/// <summary>An agent's way with the tools, by the official client.</summary>
[Collection(DescribedTogether.Name)]
public sealed class AgentToolsTests(DescribedStandalone standalone) : IAsyncLifetime
{
    private static readonly Dictionary<string, object?> Dance = Request("wan2.6-r2v-flash", new { prompt = "character1 dances", reference_urls = new[] { "https://example.com/dance.mp4" } });
    private static readonly Dictionary<string, object?> Song = Request("wan2.6-r2v-flash", new { prompt = "character1 sings", reference_urls = new[] { "https://example.com/dance.mp4" } });
    private static readonly Dictionary<string, object?> Slow =
        Request("wan2.7-r2v", new { prompt = "Image 1 waves", media = new[] { new { type = "reference_image", url = "https://example.com/a.png" } } });

    private readonly string order = Guid.NewGuid().ToString("N");
    private McpClient agent = null!;

    public async Task InitializeAsync() => agent = await McpClient.CreateAsync(new HttpClientTransport(new()
    {
        Endpoint = new Uri(standalone.Address, "/mcp"), TransportMode = HttpTransportMode.StreamableHttp,
    }));

    public async Task DisposeAsync() => await agent.DisposeAsync();

    [Fact]
    public async Task It_is_told_what_each_is_for_and_takes()
    {
        var tools = await agent.ListToolsAsync();

        tools.Select(tool => tool.Name).ShouldBe(["estimate_video", "create_video", "get_video", "list_videos", "cancel_video", "list_models", "get_model"], ignoreOrder: true);
        tools.ShouldAllBe(tool => !string.IsNullOrWhiteSpace(tool.Description) && !string.IsNullOrWhiteSpace(tool.Title));
        var takes = tools.SelectMany(tool => tool.JsonSchema.GetProperty("properties").EnumerateObject().Select(argument => (tool.Name, argument.Name, argument.Value))).ToList();
        takes.ShouldAllBe(argument => argument.Value.GetProperty("description").GetString()!.Length > 0);
        var request = takes.Single(argument => argument is ("create_video", "request", _)).Value;
        request.GetProperty("properties").GetProperty("input").GetProperty("properties").GetProperty("media").GetProperty("items").GetProperty("properties").TryGetProperty("reference_voice", out _).ShouldBeTrue();
        agent.ServerInstructions!.ShouldContain("idempotency_key");
    }

    // What an agent reads fills its context, and the same stands in an answer twice: as text, and as what programs read.
    [Fact]
    public async Task It_is_told_of_the_models_in_short_and_of_one_in_full()
    {
        using var http = new HttpClient { BaseAddress = standalone.Address };
        var all = JsonElement.Parse(await http.GetStringAsync("/v1/models")).GetProperty("items").EnumerateArray().ToDictionary(model => model.GetProperty("name").GetString()!);

        var list = await agent.CallToolAsync("list_models", new Dictionary<string, object?>());
        var one = await CallAsync("get_model", ("name", "wan2.7-i2v"));

        Encoding.UTF8.GetByteCount(Text(list)).ShouldBeLessThan(300 * all.Count);
        var items = list.StructuredContent!.Value.GetProperty("items").EnumerateArray().ToDictionary(model => model.GetProperty("name").GetString()!);
        items.Keys.ShouldBe(all.Keys);
        items["wan2.7-i2v"].GetRawText().ShouldBe("""{"name":"wan2.7-i2v","available":true,"takes":["prompt","first_frame","last_frame","driving_audio","first_clip"],"seconds":{"min":2,"max":15},"resolutions":["720P","1080P"],"price_per_second":{"min":"0.6","max":"1.0","currency":"CNY"}}""");
        items["happyhorse-1.0-video-edit"].GetProperty("seconds").GetRawText().ShouldBe("""{"min":3,"max":15}""");
        items["wan2.6-r2v-flash"].GetProperty("price_per_second").GetProperty("min").GetString().ShouldBe("0.15");
        one.GetRawText().ShouldBe(all["wan2.7-i2v"].GetRawText());
        (await CallAsync("get_model", ("name", "wan2.6-i2v-flash-2026-02-03"))).GetProperty("name").GetString().ShouldBe("wan2.6-i2v-flash");
        (await RefusedAsync("get_model", ("name", "wan2.7-i2v-pro"))).ShouldContain("model.unknown");
        (await RefusedAsync("get_model")).ShouldContain("name is missing");
        (await RefusedAsync("get_model", ("name", new[] { "wan2.7-i2v" }))).ShouldContain("argument.wrong_type");
    }

    [Fact]
    public async Task It_prices_asks_waits_looks_and_lists()
    {
        (await CallAsync("list_models")).GetProperty("items").EnumerateArray().ShouldContain(model => model.GetProperty("name").GetString() == "wan2.6-r2v-flash");
        var estimate = (await CallAsync("estimate_video", ("request", Dance))).GetProperty("estimate");
        estimate.GetProperty("amount_max").GetProperty("currency").GetString().ShouldBe("CNY");

        var made = await CallAsync("create_video", ("request", Dance), ("idempotency_key", order), ("max_cost", 3), ("wait_seconds", 60));

        made.GetProperty("status").GetString().ShouldBe("completed");
        made.GetProperty("trace_id").GetString()!.Length.ShouldBe(32);
        var id = made.GetProperty("id").GetString()!;
        (await CallAsync("create_video", ("request", Dance), ("idempotency_key", order))).GetProperty("id").GetString().ShouldBe(id);
        (await CallAsync("create_video", ("request", Dance), ("idempotency_key", order), ("max_cost", "0.01"))).GetProperty("id").GetString().ShouldBe(id); // It costs nothing more.
        (await CallAsync("get_video", ("id", id), ("wait_seconds", 1))).GetProperty("links").GetProperty("video").GetString().ShouldEndWith($"/v1/generations/{id}/video");
        var listed = (await CallAsync("list_videos", ("client_request_id", order), ("view", "full"))).GetProperty("items");
        listed.EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe(id);
    }

    [Fact]
    public async Task It_cancels_what_goes_on()
    {
        var id = (await CallAsync("create_video", ("request", Slow), ("idempotency_key", order))).GetProperty("id").GetString()!;

        var said = await agent.CallToolAsync("cancel_video", new Dictionary<string, object?> { ["id"] = id, ["discard"] = true });

        said.IsError.ShouldNotBe(true, Text(said));
        Text(said).ShouldContain("get_video");
    }

    [Fact]
    public async Task It_asks_for_nothing_that_may_cost_more_than_it_says()
    {
        var refused = await RefusedAsync("create_video", ("request", Dance), ("idempotency_key", order), ("max_cost", "2.09"));

        refused.ShouldContain("max_cost");
        refused.ShouldContain("2.1");
        (await CallAsync("list_videos", ("client_request_id", order))).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task It_hears_why_something_is_refused_in_the_words_of_the_doors()
    {
        await CallAsync("create_video", ("request", Song), ("idempotency_key", order));

        (await RefusedAsync("create_video", ("request", Dance), ("idempotency_key", order))).ShouldContain("idempotency.conflict");
        (await RefusedAsync("estimate_video", ("request", Request("wan2.6-r2v-flash", new { prompt = "" })))).ShouldContain("error prompt.blank at /input/prompt:");
        (await RefusedAsync("get_video", ("id", Guid.Empty))).ShouldContain("generation.not_found");
        (await RefusedAsync("list_videos", ("status", "asleep"))).ShouldContain("query.status");
        (await RefusedAsync("list_videos", ("colour", "red"))).ShouldContain("argument.unknown");
        (await RefusedAsync("create_video", ("request", Dance))).ShouldContain("idempotency_key is missing");
        (await RefusedAsync("get_video", ("id", Guid.Empty), ("wait_seconds", 61))).ShouldContain("at most 60");
        (await RefusedAsync("create_video", ("request", "a dance"), ("idempotency_key", order))).ShouldContain("request must be an object");
        (await RefusedAsync("create_video", ("request", new Dictionary<string, object?>(Dance) { ["tenant"] = DescribedStandalone.Poor }), ("idempotency_key", order))).ShouldContain("budget.day");
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_refused_and_no_session_is_kept()
    {
        using var http = new HttpClient { BaseAddress = standalone.Address };
        http.DefaultRequestHeaders.Accept.ParseAdd("application/json, text/event-stream");

        using var begun = await http.PostAsync("/mcp", Json("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}"""));
        using var refused = await http.PostAsync("/mcp", Json($$"""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"text":"{{new string('x', 64 * 1024)}}"} } }"""));

        begun.StatusCode.ShouldBe(HttpStatusCode.OK);
        begun.Headers.Contains("Mcp-Session-Id").ShouldBeFalse();
        refused.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    private static Dictionary<string, object?> Request(string model, object input) => new() { ["model"] = model, ["input"] = input, ["parameters"] = model == "wan2.7-r2v" ? new { } : new { size = "1280*720", duration = 2 } };

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static string Text(CallToolResult said) => string.Join('\n', said.Content.OfType<TextContentBlock>().Select(block => block.Text));

    private Task<CallToolResult> AskAsync(string tool, (string Name, object? Value)[] arguments) =>
        agent.CallToolAsync(tool, arguments.ToDictionary(argument => argument.Name, argument => argument.Value)).AsTask();

    private async Task<JsonElement> CallAsync(string tool, params (string Name, object? Value)[] arguments)
    {
        var said = await AskAsync(tool, arguments);
        said.IsError.ShouldNotBe(true, $"{Text(said)}{standalone.Tail()}");
        JsonElement.DeepEquals(JsonElement.Parse(Text(said)), said.StructuredContent!.Value).ShouldBeTrue();
        return said.StructuredContent.Value;
    }

    private async Task<string> RefusedAsync(string tool, params (string Name, object? Value)[] arguments)
    {
        var said = await AskAsync(tool, arguments);
        said.IsError.ShouldBe(true, Text(said));
        return Text(said);
    }
}
