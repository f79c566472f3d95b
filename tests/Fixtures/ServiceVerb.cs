using System.Diagnostics;

namespace Wan.Fixtures;

/// <summary>A verb of a service's program, such as <c>keys</c> of Intake, as a process of its own.</summary>
public static class ServiceVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs it to its end.</summary>
    /// <param name="service">The project's name, such as <c>Intake</c>.</param>
    /// <param name="settings">What its environment has.</param>
    /// <param name="words">Its command line.</param>
    public static Task<(int Code, string Output, string Errors)> RunAsync(string service, IReadOnlyDictionary<string, string> settings, params string[] words) =>
        ReadAsync("", service, settings, words);

    /// <summary>The same with something to read.</summary>
    public static async Task<(int Code, string Output, string Errors)> ReadAsync(string input, string service, IReadOnlyDictionary<string, string> settings, params string[] words)
    {
        var assembly = Repository.ServiceAssembly(service);
        var start = new ProcessStartInfo("dotnet", [assembly, .. words])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(assembly),
        };
        foreach (var name in start.Environment.Keys.Where(ServiceStart.IsOurs).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        Watchdog.Add(process.Id);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync().WaitAsync(Patience);
            return (process.ExitCode, (await output).Trim(), (await errors).Trim());
        }
        finally
        {
            process.Kill(); // Nothing, if it has ended.
            Watchdog.Remove(process.Id);
        }
    }
}
