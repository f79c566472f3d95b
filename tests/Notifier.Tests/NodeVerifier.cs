using System.Diagnostics;
using System.Text.Json;
using Wan.Fixtures;

namespace Wan.Notifier.Tests;

/// <summary>The npm package standardwebhooks, installed into this project's obj folder the first time.</summary>
internal static class NodeVerifier
{
    private const string Package = "standardwebhooks@1.1.1";

    private const string Script = """
        const { Webhook } = require(process.argv[1]);
        let text = '';
        process.stdin.on('data', part => text += part).on('end', () => {
          const { secret, body, headers } = JSON.parse(text);
          console.log(new Webhook(secret).verify(body, headers).type);
        });
        """;

    /// <summary>Throws if it does not verify this.</summary>
    public static async Task CheckAsync(string secret, Heard webhook)
    {
        var place = Repository.File("tests", "Notifier.Tests", "obj", "standardwebhooks");
        Directory.CreateDirectory(place);
        var library = Path.Combine(place, "node_modules", "standardwebhooks");
        if (!File.Exists(Path.Combine(place, "done")))
        {
            await RunAsync("npm", ["install", "--prefix", place, "--no-audit", "--no-fund", "--no-save", Package], "");
            await File.WriteAllTextAsync(Path.Combine(place, "done"), Package);
        }

        var type = JsonDocument.Parse(webhook.Body).RootElement.GetProperty("type").GetString();
        (await RunAsync("node", ["-e", Script, library], JsonSerializer.Serialize(new { secret, body = webhook.Body, headers = webhook.Headers }))).Trim().ShouldBe(type);
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var texts = await output.WaitAsync(TimeSpan.FromMinutes(5));
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? texts[0] : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {string.Join('\n', texts)}");
    }
}
