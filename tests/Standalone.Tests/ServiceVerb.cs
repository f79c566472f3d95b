using System.Diagnostics;
using Wan.Fixtures;

namespace Wan.Standalone.Tests;

/// <summary>A service's program run with a command line of its own, to its end.</summary>
internal static class ServiceVerb
{
    /// <summary>Runs it, with these settings and no other ones of ours.</summary>
    /// <param name="service">The project's name.</param>
    /// <param name="settings">Environment variables.</param>
    /// <param name="words">The command line.</param>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(string service, IReadOnlyDictionary<string, string> settings, params string[] words)
    {
        var assembly = Repository.ServiceAssembly(service);
        var start = new ProcessStartInfo("dotnet", [assembly, .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(assembly),
        };
        foreach (var name in start.Environment.Keys.Where(ServiceStart.IsOurs).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(2 * Eventually.Patience);
            return (process.ExitCode, (await output).Trim(), (await errors).Trim());
        }
        finally
        {
            process.Kill(); // Nothing, if it has ended.
        }
    }
}
