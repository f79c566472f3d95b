using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Wan.Fixtures;

namespace Wan.Standalone.Tests;

/// <summary>What is simulated and what is paid, as processes decide it. A stub on this machine stands for a vendor; no name here leads anywhere.</summary>
public sealed class AccountsTests : IAsyncLifetime, IDisposable
{
    private const string Nowhere = "https://dashscope.invalid/api/v1";
    private const string Simulator = "http://127.0.0.1:19999";

    private readonly TemporaryFolder folder = new();
    private readonly ConcurrentQueue<string> asked = [];
    private WebApplication stub = null!;

    private string Stub => $"{stub.Urls.First()}/api/v1";

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        stub = builder.Build();
        stub.Run(context =>
        {
            asked.Enqueue(context.Request.Headers.Authorization.ToString());
            return context.Response.WriteAsync("""{"output":{"task_status":"PENDING","task_id":"0385dc79"},"request_id":"4909100c"}""");
        });
        await stub.StartAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => stub.DisposeAsync().AsTask();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task With_no_account_at_all_the_vendor_is_simulated(string? key)
    {
        var settings = key is null ? Settings() : Settings(("DASHSCOPE_API_KEY", key));
        await using var standalone = await StartAsync(settings);

        standalone.Log.ShouldContain("vendor     account default (cn-beijing) at http://127.0.0.1:");
        standalone.Log.ShouldContain("SIMULATED; its videos say so and cost nothing");
        var (code, output, errors) = await AskAsync(settings, "--simulator", Simulator);
        code.ShouldBe(0, errors);
        errors.ShouldContain($"Account default (cn-beijing) at {Simulator}/api/v1: SIMULATED");
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe([
            "DASHSCOPE_API_KEY=simulated", $"DASHSCOPE_HTTP_BASE_URL={Simulator}/api/v1", "DASHSCOPE_REGION=cn-beijing", $"WAN_SIMULATOR_URL={Simulator}/",
            "Archiver__AllowedNetworks__simulator=127.0.0.0/8"]);
    }

    [Fact]
    public async Task Accounts_without_the_variables_of_the_default_one_are_used_and_nothing_is_simulated()
    {
        var settings = Settings(
            ("Accounts__0__Name", "near"), ("Accounts__0__ApiKey", "sk-near"), ("Accounts__0__BaseUrl", Stub),
            ("Accounts__1__Name", "far"), ("Accounts__1__ApiKey", "sk-far"), ("Accounts__1__BaseUrl", Nowhere), ("Accounts__1__Region", "cn-beijing"),
            ("Accounts__1__Models__0", "wan2.7-r2v"));
        await using var standalone = await StartAsync(settings);
        await PlaceAsync(standalone);

        await Eventually.UntilAsync(() => asked.Contains("Bearer sk-near"), $"a request{standalone.Tail()}");
        string[] accounts = [$"account near (region unknown) at {Stub}: local, not paid", $"account far (cn-beijing) at {Nowhere}: real, and paid per second"];
        accounts.ShouldAllBe(account => standalone.Log.Contains($"  vendor     {account}", StringComparison.Ordinal));
        standalone.Log.ShouldNotContain("SIMULATED");
        Directory.Exists(folder.File("simulator")).ShouldBeFalse();
        var (code, output, errors) = await AskAsync(settings, "--simulator", Simulator);
        code.ShouldBe(0, errors);
        output.ShouldBeEmpty();
        accounts.ShouldAllBe(account => errors.Contains(account, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(Nowhere)]
    [InlineData("dashscope.invalid/api/v1")]
    public async Task An_address_that_was_left_without_a_key_is_refused(string address)
    {
        var settings = Settings(("DASHSCOPE_HTTP_BASE_URL", address));

        (await RefusalAsync(settings)).ShouldContain("DASHSCOPE_HTTP_BASE_URL is set, but no account has a key. Set DASHSCOPE_API_KEY too, or take");
    }

    [Fact]
    public async Task An_address_of_this_machine_that_was_left_without_a_key_is_not_used()
    {
        var settings = Settings(("DASHSCOPE_HTTP_BASE_URL", Stub), ("DASHSCOPE_REGION", "ap-southeast-1"));
        await using var standalone = await StartAsync(settings);
        var id = await PlaceAsync(standalone);

        using var http = new HttpClient { BaseAddress = standalone.Address };
        await Eventually.UntilAsync(
            async () => (await http.GetStringAsync(new Uri($"/v1/generations/{id}", UriKind.Relative))).Contains("\"task_id\"", StringComparison.Ordinal),
            () => $"submitted{standalone.Tail()}");
        asked.ShouldBeEmpty();
        standalone.Log.ShouldContain("SIMULATED");
        standalone.Log.ShouldContain("DASHSCOPE_HTTP_BASE_URL is set to an address of this machine, but is not used");
        (await AskAsync(settings)).Output.ShouldContain("is not used");
    }

    [Fact]
    public async Task A_generation_that_waits_for_an_account_says_so()
    {
        await using var standalone = await StartAsync(Settings(
            ("DASHSCOPE_API_KEY", "sk-one"), ("DASHSCOPE_HTTP_BASE_URL", $"http://127.0.0.1:{FreePort.Next()}/api/v1")));
        var id = await PlaceAsync(standalone);

        using var http = new HttpClient { BaseAddress = standalone.Address };
        var shown = "";
        await Eventually.UntilAsync(
            async () => (shown = await http.GetStringAsync(new Uri($"/v1/generations/{id}", UriKind.Relative)))
                .Contains("\"waiting_for\":\"account default has not been reached since ", StringComparison.Ordinal),
            () => $"the reason{standalone.Tail()}");
        shown.ShouldContain("\"position\":1");
        shown.ShouldNotContain("estimated_start");
    }

    [Fact]
    public async Task Simulated_and_paid_ones_together_are_refused()
    {
        var refusal = await RefusalAsync(Settings(
            ("DASHSCOPE_API_KEY", "simulated"), ("DASHSCOPE_HTTP_BASE_URL", Stub), ("WAN_SIMULATOR_URL", stub.Urls.First()),
            ("Accounts__0__Name", "far"), ("Accounts__0__ApiKey", "sk-far"), ("Accounts__0__BaseUrl", Nowhere)));

        refusal.ShouldContain($"'default' (DASHSCOPE_API_KEY) at {Stub} is our simulator");
        refusal.ShouldContain($"'far' (Accounts:0, which is Accounts__0__* in the environment) at {Nowhere} is paid");
        refusal.ShouldNotContain("sk-far");
    }

    [Fact]
    public async Task The_key_of_the_simulator_is_not_taken_to_a_paid_address() =>
        (await RefusalAsync(Settings(("DASHSCOPE_API_KEY", "simulated"), ("DASHSCOPE_HTTP_BASE_URL", Nowhere))))
            .ShouldContain("DASHSCOPE_API_KEY is 'simulated', which is no key of the vendor's");

    private Dictionary<string, string> Settings(params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string> { ["Storage__Directory"] = folder.Path, ["Archive__MinFreeBytes"] = "1" };
        foreach (var (name, value) in more)
            settings[name] = value;
        return settings;
    }

    // The banner is printed at the start, and the process may be ready a moment before.
    private static async Task<ServiceProcess> StartAsync(Dictionary<string, string> settings)
    {
        var standalone = new ServiceProcess("Standalone", settings);
        await standalone.StartAsync();
        await Eventually.UntilAsync(() => standalone.Log.Contains("Ctrl-C stops", StringComparison.Ordinal), $"the banner{standalone.Tail()}");
        return standalone;
    }

    // The process and the verb that ./wan services asks must refuse the same.
    private static async Task<string> RefusalAsync(Dictionary<string, string> settings)
    {
        await using var standalone = new ServiceProcess("Standalone", settings);
        standalone.Start();
        await standalone.WaitUntilEndedAsync();
        var (code, output, errors) = await AskAsync(settings, "--simulator", Simulator);
        code.ShouldBe(78, errors);
        output.ShouldBeEmpty();
        errors.ShouldStartWith("Not started. ");
        await Eventually.UntilAsync(() => standalone.Log.Contains(errors.Trim(), StringComparison.Ordinal), $"the same sentence as {errors}{standalone.Tail()}");
        return errors;
    }

    private static async Task<(int Code, string Output, string Errors)> AskAsync(Dictionary<string, string> settings, params string[] options)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.ServiceAssembly("Standalone"), "accounts", .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(Repository.ServiceAssembly("Standalone")),
        };
        foreach (var name in start.Environment.Keys.Where(ServiceStart.IsOurs).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Eventually.Patience);
        return (process.ExitCode, await output, await errors);
    }

    private static async Task<string> PlaceAsync(ServiceProcess standalone)
    {
        using var http = new HttpClient { BaseAddress = standalone.Address };
        using var answer = await http.PostAsJsonAsync("/v1/generations", new
        {
            model = "wan2.6-r2v-flash",
            input = new { prompt = "character1 dances", reference_urls = new[] { "https://example.com/dance.mp4" } },
            parameters = new { size = "1280*720", duration = 2 },
        });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).GetProperty("id").GetString()!;
    }
}
