using System.Diagnostics;
using Wan.Fixtures;

namespace Wan.Standalone.Tests.Descriptions;

/// <summary>A client that a generator of another make (Kiota) makes of the served document works. It is installed into this project's obj folder the first time.</summary>
[Collection(DescribedTogether.Name)]
public sealed class GeneratedClientTests(DescribedStandalone standalone)
{
    private const string Generator = "Microsoft.OpenApi.Kiota", GeneratorVersion = "1.38.0";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task It_asks_waits_lists_fetches_and_reads_refusals()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Source("client.csproj.xml"), folder.File("client.csproj"));
        File.Copy(Source("client.cs.txt"), folder.File("Program.cs"));
        await RunAsync(await InstallAsync(), [
            "generate", "--language", "csharp", "--openapi", $"{standalone.Address}openapi/v1.json", "--class-name", "WanClient", "--namespace-name", "Wan.Client",
            "--output", folder.File("generated"), "--log-level", "Error"], folder.Path);
        await RunAsync("dotnet", ["build", folder.File("client.csproj"), "-v", "q", "-clp:NoSummary", "-o", folder.File("bin"), "-nodeReuse:false"], folder.Path);

        var said = await RunAsync("dotnet", [folder.File("bin", "client.dll"), standalone.Address.AbsoluteUri.TrimEnd('/')], folder.Path);

        said.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe([
            "would cost up to: CNY",
            "waited for: completed",
            "seen: True",
            "listed: True",
            "downloaded: True",
            "refused: 409: The generation's state does not allow this.",
            "refused: 422: prompt.blank at /input/prompt",
            "counted: True",
        ]);
    }

    private static string Source(string file) => Repository.File("tests", "Standalone.Tests", "Descriptions", "Client", file);

    private static async Task<string> InstallAsync()
    {
        var place = Repository.File("tests", "Standalone.Tests", "obj", $"kiota-{GeneratorVersion}");
        var kiota = Path.Combine(place, "kiota");
        if (!File.Exists(kiota))
            await RunAsync("dotnet", ["tool", "install", Generator, "--version", GeneratorVersion, "--tool-path", place], Repository.Root);
        return kiota;
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["KIOTA_OFFLINE_ENABLED"] = "true"; // It would ask whether there is a later one.
        start.Environment["KIOTA_TUTORIAL_ENABLED"] = "false";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        using var process = Process.Start(start)!;
        Watchdog.Add(process.Id);
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()).WaitAsync(Patience);
        await process.WaitForExitAsync();
        Watchdog.Remove(process.Id);
        process.ExitCode.ShouldBe(0, string.Join('\n', said));
        return said[0];
    }
}
