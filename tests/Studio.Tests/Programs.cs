using System.Diagnostics;
using Wan.Fixtures;

namespace Wan.Studio.Tests;

/// <summary>Programs of other makes that tests run to their end.</summary>
internal static class Programs
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Runs one.</summary>
    /// <param name="program">Its name; it reads what it runs from standard input.</param>
    /// <param name="script">What it is to run.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it wrote to standard output, once it has ended well.</returns>
    public static async Task<string> RunAsync(string program, string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var name in start.Environment.Keys.Where(ServiceStart.IsOurs).ToList())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        Watchdog.Add(process.Id);
        try
        {
            await process.StandardInput.WriteAsync(script);
            process.StandardInput.Close();
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
}
