using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Wan.Fixtures;

namespace Wan.Standalone.Tests;

/// <summary>The script's <c>services</c> with all that it starts. One start serves for all, since it takes as long as many other tests.</summary>
public sealed class ServicesCommandTests : IAsyncLifetime, IDisposable
{
    // A build and a broker, beside everything else.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly ConcurrentQueue<string> lines = new();
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly int port = FreePort.FirstOf(6);
    private readonly Process script;

    public ServicesCommandTests() => script = Start(lines);

    private string Log => string.Join('\n', lines);

    [Fact]
    public async Task One_that_ends_is_started_again_and_the_others_go_on_until_all_are_told_to_stop()
    {
        await SaidAsync("wan: ready: ");

        Kill(@"wan: poller-2 at \S+ \(process (\d+)\)");
        await SaidAsync("wan: poller-2 ended with 137; starting it again in 1 s ");
        await ReadyAsync("poller-2");

        Kill(@"\[broker\] wan: broker at \S+ \(process (\d+)\)");
        await SaidAsync("wan: broker ended with 137; starting it again in 1 s ");
        await SaidAsync("[broker] wan: broker at ", times: 2);
        await ReadyAsync("intake-1");
        await ReadyAsync("poller-2");

        await TheSameAgainIsRefusedAsync();

        // Stopped while one waits for its start.
        Kill(@"wan: poller-2 ended with 137; starting it again in 1 s \(process (\d+)\)");
        await SaidAsync("wan: poller-2 ended with 137; ", times: 2);
        PosixSignals.SendTerminate(script.Id);
        await EndAsync(script);
        script.ExitCode.ShouldBe(0, Log);
        await NothingIsLeftAsync();
        lines.Count(line => line.Contains(" ended ", StringComparison.Ordinal)).ShouldBe(3, Log);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (!script.HasExited)
        {
            PosixSignals.SendKill(script.Id);
            await EndAsync(script);
        }

        OwnProcesses().ToList().ForEach(PosixSignals.SendKill);
        await NothingIsLeftAsync();
    }

    public void Dispose()
    {
        script.Dispose();
        http.Dispose();
        folder.Dispose();
    }

    private async Task TheSameAgainIsRefusedAsync()
    {
        var said = new ConcurrentQueue<string>();
        using var second = Start(said);
        await EndAsync(second);
        second.ExitCode.ShouldBe(1);
        said.ShouldBe([$"wan: --data: another ./wan services runs on {folder.Path}; stop that one, or choose another folder with --data"]);
    }

    private Process Start(ConcurrentQueue<string> said)
    {
        var start = new ProcessStartInfo(Repository.File("wan"), ["services", "--port", $"{port}", "--data", folder.Path, "--replicas", "poller=2"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => ServiceStart.IsOurs(name) && name != "WAN_TEST_BUILT").ToList())
            start.Environment.Remove(name);
        start.Environment["Storage__Directory"] = folder.Path; // As it is without; and all that is started is known by it.

        var process = Process.Start(start)!;
        Watchdog.Add(process.Id);
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void Keep(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is not null)
                said.Enqueue(line.Data);
        }
    }

    private static async Task EndAsync(Process process)
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        Watchdog.Remove(process.Id);
    }

    private void Kill(string saidWithItsId) => PosixSignals.SendKill(int.Parse(Found(saidWithItsId), CultureInfo.InvariantCulture));

    private string Found(string pattern) => Regex.Match(Log, pattern).Groups[1].Value;

    private Task SaidAsync(string beginning, int times = 1) => UntilAsync(
        () => Task.FromResult(lines.Count(line => line.StartsWith(beginning, StringComparison.Ordinal)) >= times), $"'{beginning}' said {times} times");

    private Task ReadyAsync(string name)
    {
        var door = new Uri(Found($@"wan: {name} at (\S+)") + "/health/ready");
        return UntilAsync(
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

    private Task NothingIsLeftAsync() => Eventually.UntilAsync(() => !OwnProcesses().Any(), $"nothing left over\n{Log}");

    private IEnumerable<int> OwnProcesses() => ProcessStatus.ProcessesWith($"Storage__Directory={folder.Path}");

    private Task UntilAsync(Func<Task<bool>> condition, string what) => Eventually.UntilAsync(
        () => script.HasExited ? throw new InvalidOperationException($"It ended while this was waited for: {what}\n{Log}") : condition(), () => $"{what}\n{Log}", Patience);
}
