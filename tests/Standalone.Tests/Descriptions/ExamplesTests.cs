using System.Diagnostics;
using System.Text.RegularExpressions;
using Wan.Fixtures;

namespace Wan.Standalone.Tests.Descriptions;

/// <summary>The examples of <c>docs/api.md</c>, <c>docs/files.md</c> and <c>docs/gateway.md</c>, one after another in one shell, as somebody who reads the page runs them. Only the port is another.</summary>
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
        var page = await File.ReadAllTextAsync(Repository.File("docs", "files.md"));
        var examples = Blocks().Matches(page).Select(block => block.Groups[1].Value.Replace("localhost:8080", standalone.Address.Authority, StringComparison.Ordinal))
            .Where(example => !example.StartsWith("./wan", StringComparison.Ordinal)).ToList();

        await RunAsync($"set -euo pipefail\n{string.Join('\n', examples)}\n", folder.Path);

        examples.Count.ShouldBe(3);
        (await File.ReadAllTextAsync(folder.File("file.json"))).ShouldContain("\"url\":\"wan-file:");
        new FileInfo(folder.File("video.mp4")).Length.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_vendors_sample_makes_a_video_as_printed()
    {
        using var folder = new TemporaryFolder();
        var page = await File.ReadAllTextAsync(Repository.File("docs", "gateway.md"));
        var examples = Blocks().Matches(page).Select(block => block.Groups[1].Value.Replace("localhost:8080", standalone.Address.Authority, StringComparison.Ordinal))
            .Where(example => !example.StartsWith("./wan", StringComparison.Ordinal)).ToList();

        await RunAsync($"set -euo pipefail\n{string.Join('\n', examples)}\n", folder.Path);

        examples.Count.ShouldBe(2);
        new FileInfo(folder.File("video.mp4")).Length.ShouldBeGreaterThan(0);
    }

    private static async Task<string> RunAsync(string script, string folder)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Watchdog.Add(bash.Id);
        var said = await Task.WhenAll(bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync()).WaitAsync(Patience);
        await bash.WaitForExitAsync();
        Watchdog.Remove(bash.Id);
        bash.ExitCode.ShouldBe(0, string.Join('\n', said));
        return said[0];
    }

    [GeneratedRegex("^```bash\\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Blocks();
}
