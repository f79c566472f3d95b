using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Wan.Simulator.Tests;

/// <summary>A simulator on a loopback port of its own, with a clock that the test moves, and a caller with a key.</summary>
internal sealed class RunningSimulator : IAsyncDisposable
{
    private readonly WebApplication app;

    private RunningSimulator(WebApplication app, ManualClock clock)
    {
        this.app = app;
        Clock = clock;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromSeconds(60) };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "sk-first");
    }

    public HttpClient Http { get; }

    public ManualClock Clock { get; }

    /// <summary>Tasks wait a second and run ten, unless the settings (such as <c>RunningTasks=0</c>) say otherwise.</summary>
    public static Task<RunningSimulator> StartAsync(params string[] settings) => StartAsync(new ManualClock(), settings);

    public static Task<RunningSimulator> StartAsync(ManualClock clock, params string[] settings) => StartAsync(clock, _ => { }, settings);

    public static async Task<RunningSimulator> StartAsync(ManualClock clock, Action<IServiceCollection> configure, params string[] settings)
    {
        string[] args =
        [
            "--urls=http://127.0.0.1:0", "--Simulator:RenderTime=00:00:10", "--Simulator:QueueDelay=00:00:01",
            .. settings.Select(setting => $"--Simulator:{setting}"),
        ];
        var app = SimulatorApplication.Build(args, builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<TimeProvider>(clock);
            configure(builder.Services);
        });
        await app.StartAsync();
        return new RunningSimulator(app, clock);
    }

    public static HttpRequestMessage SubmitRequest(JsonNode body, string key = "sk-first", string path = "services/aigc/video-generation/video-synthesis")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/{path}") { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Add("X-DashScope-Async", "enable");
        return request;
    }

    public Task<HttpResponseMessage> SubmitRawAsync(JsonNode? body = null, string key = "sk-first") => Http.SendAsync(SubmitRequest(body ?? Bodies.Wan27(), key));

    /// <summary>Submits and returns the task's id.</summary>
    public async Task<string> SubmitAsync(JsonNode? body = null, string key = "sk-first")
    {
        using var response = await SubmitRawAsync(body, key);
        var answer = await ReadAsync(response);
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK, answer.ToString());
        return answer.GetProperty("output").GetProperty("task_id").GetString()!;
    }

    public Task<JsonElement> QueryAsync(string id) => GetAsync($"/api/v1/tasks/{id}");

    public async Task<string> StatusAsync(string id) => (await QueryAsync(id)).GetProperty("output").GetProperty("task_status").GetString()!;

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await Http.GetAsync(path);
        return await ReadAsync(response);
    }

    public Task<HttpResponseMessage> CancelAsync(string id) => Http.PostAsync($"/api/v1/tasks/{id}/cancel", null);

    /// <summary>Submits, lets the task run to its end, and returns the URL of its video.</summary>
    public async Task<string> VideoUrlAsync(JsonNode? body = null)
    {
        var id = await SubmitAsync(body);
        Clock.Advance(11);
        return (await QueryAsync(id)).GetProperty("output").GetProperty("video_url").GetString()!;
    }

    /// <summary>Puts faults in force, given as a JSON array.</summary>
    public async Task<JsonElement> FaultsAsync(string faults)
    {
        using var response = await Http.PutAsync("/simulator/faults", new StringContent(faults));
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await ReadAsync(response);
    }

    /// <summary>How often a kind of fault has fired, and how many tasks it has touched.</summary>
    public async Task<(long Fired, int Tasks)> TallyAsync(string kind)
    {
        var tally = (await LedgerAsync()).GetProperty("faults").GetProperty(kind);
        return (tally.GetProperty("fired").GetInt64(), tally.GetProperty("tasks").GetArrayLength());
    }

    public Task<JsonElement> LedgerAsync() => GetAsync("/simulator/ledger");

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response) => await response.Content.ReadFromJsonAsync<JsonElement>();

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
    }
}
