using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Wan.Fixtures;

namespace Wan.Standalone.Tests;

/// <summary>The script with all that it starts, which is known by its data folder. Whatever runs at the end is killed.</summary>
internal sealed class WanScript : IAsyncDisposable
{
    // A build and a broker, beside everything else.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly ConcurrentQueue<string> lines = new();
    private readonly Process process;
    private readonly string folder;

    /// <summary>Starts it.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="arguments">Its command line, but for <c>--data</c>.</param>
    public WanScript(string folder, params string[] arguments)
    {
        this.folder = folder;
        var start = new ProcessStartInfo(Repository.File("wan"), [.. arguments, "--data", folder]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => ServiceStart.IsOurs(name) && name != "WAN_TEST_BUILT").ToList())
            start.Environment.Remove(name);
        start.Environment["Storage__Directory"] = folder; // As it is without; and all that is started is known by it.

        process = Process.Start(start)!;
        Watchdog.Add(process.Id);
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        void Keep(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is not null)
                lines.Enqueue(line.Data);
        }
    }

    /// <summary>What it has said so far.</summary>
    public IReadOnlyCollection<string> Lines => lines;

    /// <summary>The same as one text.</summary>
    public string Log => string.Join('\n', lines);

    /// <summary>The process ids of what it has started and has not ended.</summary>
    public IEnumerable<int> Processes => ProcessStatus.ProcessesWith($"Storage__Directory={folder}");

    /// <summary>Waits until it says this, at the beginning of so many lines.</summary>
    public Task SaidAsync(string beginning, int times = 1) => UntilAsync(
        () => Task.FromResult(lines.Count(line => line.StartsWith(beginning, StringComparison.Ordinal)) >= times), $"'{beginning}' said {times} times");

    /// <summary>What the group of this pattern is in what it has said.</summary>
    public string Found(string pattern) => Regex.Match(Log, pattern).Groups[1].Value;

    /// <summary>Kills the process whose id it has said.</summary>
    public void Kill(string saidWithItsId) => PosixSignals.SendKill(int.Parse(Found(saidWithItsId), CultureInfo.InvariantCulture));

    /// <summary>Waits for a condition, while it runs.</summary>
    /// <exception cref="InvalidOperationException">It ended.</exception>
    public Task UntilAsync(Func<Task<bool>> condition, string what) => Eventually.UntilAsync(
        () => process.HasExited ? throw new InvalidOperationException($"It ended while this was waited for: {what}\n{Log}") : condition(), () => $"{what}\n{Log}", Patience);

    /// <summary>Asks it to end (SIGTERM).</summary>
    public void Terminate() => PosixSignals.SendTerminate(process.Id);

    /// <summary>Kills it (SIGKILL), if it runs. What it has started may run on for a while.</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited)
            PosixSignals.SendKill(process.Id);
        await Eventually.UntilAsync(() => process.HasExited, "killed");
        Watchdog.Remove(process.Id);
    }

    /// <summary>Waits until it has ended, and nobody can add to what it has said.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        Watchdog.Remove(process.Id);
        return process.ExitCode;
    }

    /// <summary>Waits until all that it has started has ended.</summary>
    public Task NothingIsLeftAsync() => Eventually.UntilAsync(() => !Processes.Any(), $"nothing left over\n{Log}");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Processes.ToList().ForEach(PosixSignals.SendKill);
        await NothingIsLeftAsync();
        process.Dispose();
    }
}
