using System.Diagnostics;
using Wan.Fixtures;

namespace Wan.Standalone.Tests.Deploy;

/// <summary>A program that is none of ours, run to its end in the repository's folder.</summary>
internal static class OtherTool
{
    /// <summary>Runs it.</summary>
    /// <param name="program">Its name or path.</param>
    /// <param name="settings">Variables of the environment that it has besides, or in place of, those here; none of ours reaches it.</param>
    /// <param name="arguments">Its command line.</param>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(string program, IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root };
        foreach (var name in start.Environment.Keys.Where(name => ServiceStart.IsOurs(name) || name.StartsWith("COMPOSE_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(2 * Eventually.Patience);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            process.Kill(); // Nothing, if it has ended.
        }
    }
}
