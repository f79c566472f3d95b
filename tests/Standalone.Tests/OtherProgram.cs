using System.Diagnostics;
using Wan.Fixtures;

namespace Wan.Standalone.Tests;

/// <summary>Programs of other makes that tests run, each to its end and within a time.</summary>
internal static class OtherProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly SemaphoreSlim OneInstallation = new(1, 1);

    /// <summary>Runs one.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="settings">What its environment has beside ours.</param>
    /// <param name="program">Its name and arguments.</param>
    /// <returns>What it wrote to standard output, once it has ended well.</returns>
    public static async Task<string> RunAsync(string folder, IReadOnlyDictionary<string, string> settings, params string[] program)
    {
        var start = new ProcessStartInfo(program[0], program[1..]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(ServiceStart.IsOurs).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        Watchdog.Add(process.Id);
        try
        {
            var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()).WaitAsync(Patience);
            await process.WaitForExitAsync().WaitAsync(Patience);
            process.ExitCode.ShouldBe(0, string.Join('\n', said));
            return said[0];
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            Watchdog.Remove(process.Id);
        }
    }

    /// <summary>Installs npm packages into this project's obj folder, the first time.</summary>
    /// <returns>The folder whose node_modules has them.</returns>
    public static async Task<string> InstallAsync(string name, params string[] packages)
    {
        var (place, wanted) = (Repository.File("tests", "Standalone.Tests", "obj", name), string.Join(' ', packages));
        await OneInstallation.WaitAsync();
        try
        {
            var done = Path.Combine(place, "done");
            if (File.Exists(done) && await File.ReadAllTextAsync(done) == wanted)
                return place;
            Directory.CreateDirectory(place);
            await RunAsync(place, Nothing, ["npm", "install", "--prefix", place, "--no-audit", "--no-fund", "--no-save", .. packages]);
            await File.WriteAllTextAsync(done, wanted);
            return place;
        }
        finally
        {
            OneInstallation.Release();
        }
    }

    /// <summary>No settings.</summary>
    public static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>();
}
