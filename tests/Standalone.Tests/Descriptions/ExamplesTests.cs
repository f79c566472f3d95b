using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Wan.Fixtures;

namespace Wan.Standalone.Tests.Descriptions;

/// <summary>The examples of <c>docs/api.md</c>, <c>docs/files.md</c>, <c>docs/afternoon.md</c>, <c>docs/mcp.md</c> and <c>docs/gateway.md</c>, one after another in one shell, as somebody who reads the page runs them. Only the ports are others.</summary>
[Collection(DescribedTogether.Name)]
public sealed partial class ExamplesTests(DescribedStandalone standalone)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // The least that is an image of 640 x 480: its head, and an end.
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 1, 0xE0, 2, 0x80, 1, 0, 0, 0, 0xFF, 0xDA, 0, 2, 1, 2, 3, 0xFF, 0xD9, .. new byte[8]];

    [Fact]
    public async Task Each_works_as_printed()
    {
        using var folder = new TemporaryFolder();
        var page = await File.ReadAllTextAsync(Repository.File("docs", "api.md"));
        var examples = Blocks().Matches(page).Select(block => block.Groups[1].Value.Replace("localhost:8080", standalone.Address.Authority, StringComparison.Ordinal)).ToList();
        var marked = examples.SelectMany((example, index) => new[] { $"echo; echo 'example {index + 1}'", example });

        var said = await RunAsync($"set -euo pipefail\n{string.Join('\n', marked)}\necho; echo 'all of them'\n", folder.Path);

        examples.Count.ShouldBeGreaterThan(6);
        said.ShouldEndWith("all of them\n", customMessage: said);
        new FileInfo(folder.File("video.mp4")).Length.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_picture_on_a_disk_becomes_a_video_as_printed()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.File("photo.jpg"), Jpeg);

        await RunPageAsync("files.md", 3, folder);

        (await File.ReadAllTextAsync(folder.File("file.json"))).ShouldContain("\"url\":\"wan-file:");
        new FileInfo(folder.File("video.mp4")).Length.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_picture_becomes_a_video_that_a_webhook_tells_of_as_printed()
    {
        using var folder = new TemporaryFolder();
        var port = FreePort.Next().ToString(CultureInfo.InvariantCulture);
        var page = await File.ReadAllTextAsync(Repository.File("docs", "afternoon.md"));
        await File.WriteAllTextAsync(folder.File("receiver.py"), Programs().Match(page).Groups[1].Value.Replace("9000", port, StringComparison.Ordinal));

        await RunPageAsync("afternoon.md", 4, folder, example => example.Replace("localhost:9000", $"localhost:{port}", StringComparison.Ordinal));

        (await File.ReadAllTextAsync(folder.File("heard.txt"))).ShouldStartWith("generation.completed ", customMessage: await File.ReadAllTextAsync(folder.File("receiver.log")));
        new FileInfo(folder.File("video.mp4")).Length.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Tools_are_called_by_hand_as_printed()
    {
        using var folder = new TemporaryFolder();

        await RunPageAsync("mcp.md", 1, folder);

        (await ReadAsync("tools.json")).GetProperty("tools").EnumerateArray().ShouldContain(tool => tool.GetProperty("name").GetString() == "create_video");
        (await ReadAsync("estimate.json")).GetProperty("structuredContent").GetProperty("estimate").TryGetProperty("amount_max", out _).ShouldBeTrue();

        async Task<JsonElement> ReadAsync(string name) => JsonElement.Parse(await File.ReadAllTextAsync(folder.File(name))).GetProperty("result");
    }

    [Fact]
    public async Task The_vendors_sample_makes_a_video_as_printed()
    {
        using var folder = new TemporaryFolder();

        await RunPageAsync("gateway.md", 2, folder);

        new FileInfo(folder.File("video.mp4")).Length.ShouldBeGreaterThan(0);
    }

    // But for what starts it.
    private async Task RunPageAsync(string name, int count, TemporaryFolder folder, Func<string, string>? change = null)
    {
        var page = await File.ReadAllTextAsync(Repository.File("docs", name));
        var examples = Blocks().Matches(page).Select(block => block.Groups[1].Value.Replace("localhost:8080", standalone.Address.Authority, StringComparison.Ordinal))
            .Where(example => !example.Contains("./wan ", StringComparison.Ordinal)).Select(example => change?.Invoke(example) ?? example).ToList();
        await RunAsync($"set -euo pipefail\ntrap 'kill $(jobs -p) 2> /dev/null || true' EXIT\n{string.Join('\n', examples)}\n", folder.Path);
        examples.Count.ShouldBe(count);
    }

    private static async Task<string> RunAsync(string script, string folder)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Watchdog.Add(bash.Id);
        try
        {
            var said = await Task.WhenAll(bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync()).WaitAsync(Patience);
            await bash.WaitForExitAsync();
            bash.ExitCode.ShouldBe(0, string.Join('\n', said));
            return said[0];
        }
        finally
        {
            bash.Kill(entireProcessTree: true); // Of one that hangs, what it has begun in the background too.
            Watchdog.Remove(bash.Id);
        }
    }

    [GeneratedRegex("^```bash\\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Blocks();

    [GeneratedRegex("^```python\\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Programs();
}
