using System.Net;
using System.Net.Http.Json;
using System.Net.NetworkInformation;
using System.Text.Json;
using Microsoft.Playwright;
using Wan.Fixtures;

namespace Wan.Standalone.Tests;

/// <summary>The script's <c>up --watch</c>, as a person with a browser sees it.</summary>
public sealed class WatchTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly int port = FreePort.FirstOf(3);
    private readonly WanScript script;

    public WatchTests()
    {
        http.BaseAddress = new Uri($"http://localhost:{port}");
        script = new WanScript(folder.Path, "up", "--port", $"{port}", "--watch");
    }

    [Fact]
    public async Task A_generation_leads_to_its_trace_in_a_browser_and_does_without_the_dashboard()
    {
        await script.SaidAsync("Wan Services at ");
        script.Log.ShouldContain($"[dashboard] wan: dashboard at http://localhost:{port + 1}, without a login ");

        var generation = await CompleteAsync();
        await SeenInABrowserAsync(generation.GetProperty("links").GetProperty("trace").GetString()!, generation.GetProperty("trace_id").GetString()!);

        await NobodyElseSeesItAsync();

        script.Kill(@"dashboard at .* \(process (\d+)\)");
        await script.SaidAsync("[dashboard] wan: the dashboard ended with 137, ");
        await CompleteAsync();
        script.Terminate();
        (await script.EndAsync()).ShouldBe(0, script.Log);
        await script.NothingIsLeftAsync();
    }

    [Fact]
    public async Task The_dashboard_ends_with_what_it_was_started_for_however_that_ends()
    {
        await script.SaidAsync("Wan Services at ");
        var itsFolder = ProcessStatus.EnvironmentOf($"ASPNETCORE_URLS=http://localhost:{port + 1}").Single(setting => setting.StartsWith("HOME=", StringComparison.Ordinal))[5..];
        Directory.Exists(itsFolder).ShouldBeTrue();

        await script.KillAsync();

        await script.NothingIsLeftAsync();
        Directory.Exists(itsFolder).ShouldBeFalse();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => script.DisposeAsync().AsTask();

    public void Dispose()
    {
        http.Dispose();
        folder.Dispose();
    }

    private async Task<JsonElement> CompleteAsync()
    {
        using var answer = await http.PostAsJsonAsync("/v1/generations", new
        {
            model = "wan2.6-r2v-flash",
            input = new { prompt = "character1 dances", reference_urls = new[] { "https://example.com/dance.mp4" } },
            parameters = new { size = "1280*720", duration = 2 },
        });
        var generation = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        var address = new Uri($"/v1/generations/{generation.GetProperty("id").GetString()}", UriKind.Relative);
        await script.UntilAsync(
            async () => (generation = await http.GetFromJsonAsync<JsonElement>(address)).GetProperty("status").GetString() == "completed", "completed");
        return generation;
    }

    // The page shows the spans that there are and the further ones as they come. It lists those that fit, so that it is a tall one.
    private static async Task SeenInABrowserAsync(string address, string traceId)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Browser() });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1400, Height = 4000 } });
        page.SetDefaultTimeout((float)Eventually.Patience.TotalMilliseconds);
        await page.GotoAsync(address);

        await page.GetByText(traceId[..7]).First.WaitForAsync();
        foreach (var span in new[] { "POST /v1/generations", "wan.generation", "wan.waiting", "wan.submit", "wan.poll", "wan.archive" })
            await page.GetByRole(AriaRole.Row).Filter(new() { Has = page.GetByText(span, new() { Exact = true }) }).First.WaitForAsync();
    }

    private async Task NobodyElseSeesItAsync()
    {
        foreach (var door in new[] { port + 1, port + 2 })
        {
            var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(listener => listener.Port == door).ToList();
            listeners.ShouldNotBeEmpty();
            listeners.ShouldAllBe(listener => IPAddress.IsLoopback(listener.Address));
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://localhost:{port + 1}/traces");
        request.Headers.Host = "rebound.example.com";
        using var refused = await http.SendAsync(request);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static string Browser() =>
        new[] { "/usr/bin/chromium-headless-shell", "/usr/bin/chromium" }.FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException("No browser is there: apt-get install chromium-headless-shell");
}
