using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Wan.Fixtures;
using Wan.Simulator;

namespace Wan.Poller.Tests;

/// <summary>The simulator on a loopback port: tasks that really wait, run and end, faults on demand, and a ledger of what was asked.</summary>
internal sealed class SimulatedVendor : IAsyncDisposable
{
    public const string Model = "wan2.7-r2v";

    // As in PollerHost.
    private const string Key = "sk-test";

    private readonly WebApplication app;
    private readonly HttpClient http;

    private SimulatedVendor(WebApplication app)
    {
        this.app = app;
        var root = new Uri(app.Urls.Single());
        Address = new Uri(root, "/api/v1");
        http = new HttpClient { BaseAddress = root };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        Simulator = new SimulatorClient(root);
    }

    /// <summary>When each task was accepted, as Submitter would know it.</summary>
    public ConcurrentDictionary<string, DateTimeOffset> SubmittedAt { get; } = new(StringComparer.Ordinal);

    /// <summary>Address of the API.</summary>
    public Uri Address { get; }

    public SimulatorClient Simulator { get; }

    /// <summary>Starts one that lets any number run and keeps the limit of 20 queries a second.</summary>
    /// <param name="settings">Such as <c>RenderTime=00:00:10</c>; a task is over after a second unless they say otherwise.</param>
    public static async Task<SimulatedVendor> StartAsync(params string[] settings)
    {
        string[] all =
        [
            "RenderTime=00:00:01", "QueueDelay=00:00:00", "SubmitsPerSecond=0", "RunningTasks=0", "QueuedTasks=0", "Accounts:default:0=" + Key, .. settings,
        ];
        var app = SimulatorApplication.Build(
            ["--urls=http://127.0.0.1:0", .. all.Select(setting => $"--Simulator:{setting}")], builder => builder.Logging.ClearProviders());
        await app.StartAsync();
        return new SimulatedVendor(app);
    }

    /// <summary>Submits a task and returns its id.</summary>
    public async Task<string> SubmitAsync(string prompt = "Image 1 dances.", string model = Model)
    {
        var body = model == Model
            ? $$$"""{"model":"{{{model}}}","input":{"prompt":"{{{prompt}}}","media":[{"type":"reference_image","url":"https://example.com/a.png"}]},"parameters":{"duration":2}}"""
            : $$$"""{"model":"{{{model}}}","input":{"prompt":"{{{prompt}}}","reference_urls":["https://example.com/a.mp4"]},"parameters":{"duration":2}}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/services/aigc/video-generation/video-synthesis")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-DashScope-Async", "enable");
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var task = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("output").GetProperty("task_id").GetString()!;
        SubmittedAt[task] = DateTimeOffset.UtcNow;
        return task;
    }

    public async Task<string[]> SubmitManyAsync(int count, string model = Model)
    {
        var tasks = new string[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (index, _) => tasks[index] = await SubmitAsync(model: model));
        return tasks;
    }

    /// <summary>Cancels a task as somebody else with the same account would.</summary>
    public async Task CancelAsync(string task)
    {
        using var response = await http.PostAsync(new Uri($"/api/v1/tasks/{task}/cancel", UriKind.Relative), null);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Puts faults in force, given as a JSON array.</summary>
    public async Task FaultsAsync(string faults)
    {
        using var response = await http.PutAsync(new Uri("/simulator/faults", UriKind.Relative), new StringContent(faults));
        response.EnsureSuccessStatusCode();
    }

    /// <summary>How often a kind of fault has fired.</summary>
    public async Task<long> FiredAsync(string kind)
    {
        var ledger = await http.GetFromJsonAsync<JsonElement>(new Uri("/simulator/ledger?tasks=false", UriKind.Relative));
        return ledger.GetProperty("faults").TryGetProperty(kind, out var tally) ? tally.GetProperty("fired").GetInt64() : 0;
    }

    public async Task<LedgerAccount> AccountAsync() => (await Simulator.GetAccountsAsync()).Single();

    public async Task<LedgerTask> TaskAsync(string id) => (await Simulator.GetLedgerAsync()).Tasks.Single(task => task.Id == id);

    public async ValueTask DisposeAsync()
    {
        Simulator.Dispose();
        http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
