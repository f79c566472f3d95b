using Wan.Fixtures;

namespace Wan.Standalone.Tests;

/// <summary>The script's <c>services</c> with all that it starts. One start serves for all, since it takes as long as many other tests.</summary>
public sealed class ServicesCommandTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly int port = FreePort.FirstOf(8);
    private readonly WanScript script;

    public ServicesCommandTests() => script = Start();

    [Fact]
    public async Task One_that_ends_is_started_again_and_the_others_go_on_until_all_are_told_to_stop()
    {
        await script.SaidAsync("wan: ready: ");

        script.Kill(@"wan: poller-2 at \S+ \(process (\d+)\)");
        script.Kill(@"wan: dashboard at .* \(process (\d+)\)");
        await script.SaidAsync("wan: poller-2 ended with 137; starting it again in 1 s ");
        await script.SaidAsync("wan: dashboard ended with 137; starting it again in 1 s ");
        await script.SaidAsync("[dashboard] wan: dashboard at ", times: 2);
        await ReadyAsync("poller-2");

        script.Kill(@"\[broker\] wan: broker at \S+ \(process (\d+)\)");
        await script.SaidAsync("wan: broker ended with 137; starting it again in 1 s ");
        await script.SaidAsync("[broker] wan: broker at ", times: 2);
        await ReadyAsync("intake-1");
        await ReadyAsync("poller-2");

        await TheSameAgainIsRefusedAsync();

        // Stopped while one waits for its start.
        script.Kill(@"wan: poller-2 ended with 137; starting it again in 1 s \(process (\d+)\)");
        await script.SaidAsync("wan: poller-2 ended with 137; ", times: 2);
        script.Terminate();
        (await script.EndAsync()).ShouldBe(0, script.Log);
        await script.NothingIsLeftAsync();
        script.Lines.Count(line => line.StartsWith("wan: ", StringComparison.Ordinal) && line.Contains(" ended ", StringComparison.Ordinal)).ShouldBe(4, script.Log);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => script.DisposeAsync().AsTask();

    public void Dispose()
    {
        http.Dispose();
        folder.Dispose();
    }

    private WanScript Start() => new(folder.Path, "services", "--port", $"{port}", "--replicas", "poller=2", "--watch");

    private async Task TheSameAgainIsRefusedAsync()
    {
        var second = Start(); // Not disposed of, since that ends what the first one has started.
        (await second.EndAsync()).ShouldBe(1);
        second.Lines.ShouldBe([$"wan: --data: another ./wan services runs on {folder.Path}; stop that one, or choose another folder with --data"]);
    }

    private Task ReadyAsync(string name)
    {
        var door = new Uri(script.Found($@"wan: {name} at (\S+)") + "/health/ready");
        return script.UntilAsync(
            async () =>
            {
                try
                {
                    using var answer = await http.GetAsync(door);
                    return answer.IsSuccessStatusCode;
                }
                catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
                {
                    return false;
                }
            },
            $"{name} ready");
    }
}
