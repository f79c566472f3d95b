using System.Diagnostics;
using Wan.Fixtures;

namespace Wan.Studio.Tests;

/// <summary>What judges whether everybody can use a page: the npm package axe-core, installed into this project's obj folder the first time.</summary>
internal static class Axe
{
    private const string Package = "axe-core@4.14.1";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly Lazy<Task<string>> Source = new(ReadAsync);

    /// <summary>Its script.</summary>
    public static Task<string> SourceAsync() => Source.Value;

    private static async Task<string> ReadAsync()
    {
        var place = Repository.File("tests", "Studio.Tests", "obj", "axe");
        var done = Path.Combine(place, "done");
        if (!File.Exists(done) || await File.ReadAllTextAsync(done) != Package)
        {
            Directory.CreateDirectory(place);
            await InstallAsync(place);
            await File.WriteAllTextAsync(done, Package);
        }

        return await File.ReadAllTextAsync(Path.Combine(place, "node_modules", "axe-core", "axe.min.js"));
    }

    private static async Task InstallAsync(string place)
    {
        var start = new ProcessStartInfo("npm", ["install", "--prefix", place, "--no-audit", "--no-fund", "--no-save", Package])
        { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = place };
        using var npm = Process.Start(start)!;
        Watchdog.Add(npm.Id);
        var said = await Task.WhenAll(npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync()).WaitAsync(Patience);
        await npm.WaitForExitAsync().WaitAsync(Patience);
        Watchdog.Remove(npm.Id);
        npm.ExitCode.ShouldBe(0, string.Join('\n', said));
    }
}
