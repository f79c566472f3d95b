using System.Diagnostics;
using Wan.Fixtures;

namespace Wan.Standalone.Tests.Descriptions;

/// <summary>The document holds by the rules of others: redocly's recommended ones, of which none is left out. The npm package is installed into this project's obj folder the first time.</summary>
public sealed class LintTests
{
    private const string Package = "@redocly/cli@2.77.0";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Redocly_finds_nothing()
    {
        var place = Repository.File("tests", "Standalone.Tests", "obj", "redocly");
        var program = Path.Combine(place, "node_modules", "@redocly", "cli", "bin", "cli.js");
        if (!File.Exists(Path.Combine(place, "done")))
        {
            Directory.CreateDirectory(place);
            (await RunAsync("npm", ["install", "--prefix", place, "--no-audit", "--no-fund", "--no-save", Package])).Code.ShouldBe(0);
            await File.WriteAllTextAsync(Path.Combine(place, "done"), Package);
        }

        var (code, said) = await RunAsync("node", [program, "lint", "--format", "stylish", "--extends", "recommended", Repository.File("docs", "openapi.json")]);

        code.ShouldBe(0, said);
        said.ShouldNotContain("You have", customMessage: said); // "1 warning."
    }

    private static async Task<(int Code, string Said)> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        start.Environment["REDOCLY_TELEMETRY"] = "off";
        start.Environment["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true";
        using var process = Process.Start(start)!;
        Watchdog.Add(process.Id);
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()).WaitAsync(Patience);
        await process.WaitForExitAsync();
        Watchdog.Remove(process.Id);
        return (process.ExitCode, string.Join('\n', said));
    }
}
