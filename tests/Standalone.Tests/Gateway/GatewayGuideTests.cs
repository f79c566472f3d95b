using Wan.Fixtures;

namespace Wan.Standalone.Tests.Gateway;

/// <summary>The examples of <c>docs/gateway.md</c>, as somebody who reads the page runs them.</summary>
[Collection(GatewayTogether.Name)]
public sealed class GatewayGuideTests(GatewayStandalone standalone)
{
    [Fact]
    public Task The_afternoon_and_the_ai_sdk_end_with_a_video_as_printed() => Task.WhenAll(AfternoonAsync(), AiSdkAsync());

    private async Task AfternoonAsync()
    {
        using var folder = new TemporaryFolder();
        var printed = await PrintedAsync("bash");
        await File.WriteAllTextAsync(folder.File("afternoon.sh"), string.Join('\n', printed.Skip(1)).Replace("http://localhost:8080/api/v1", standalone.Gateway.BaseUrl, StringComparison.Ordinal));

        await OtherProgram.RunAsync(folder.Path, new Dictionary<string, string> { ["WAN_KEY"] = standalone.Gateway.Key }, "bash", "-e", "afternoon.sh");

        printed[0].ShouldStartWith("./wan up");
        (await File.ReadAllBytesAsync(folder.File("video.mp4"))).AsSpan(4, 4).SequenceEqual("ftyp"u8).ShouldBeTrue();
    }

    private async Task AiSdkAsync()
    {
        var (place, node) = await AiSdk.InstallAsync(7);
        var program = $$"""
            import { experimental_generateVideo } from 'ai';
            import { createAlibaba } from '@ai-sdk/alibaba';
            const alibaba = createAlibaba({ videoBaseURL: '{{standalone.Gateway.Root.AbsoluteUri.TrimEnd('/')}}', apiKey: '{{standalone.Gateway.Key}}' });
            {{(await PrintedAsync("js"))[0].Replace("5_000", "100", StringComparison.Ordinal)}}
            console.log(videos.length, Buffer.from(videos[0].uint8Array.slice(4, 8)).toString());
            """;
        await File.WriteAllTextAsync(Path.Combine(place, "printed.mjs"), program);

        (await OtherProgram.RunAsync(place, OtherProgram.Nothing, node, "printed.mjs")).Trim().ShouldEndWith("1 ftyp");
    }

    private static async Task<IReadOnlyList<string>> PrintedAsync(string language)
    {
        var page = await File.ReadAllTextAsync(Repository.File("docs", "gateway.md"));
        return [.. page.Split($"```{language}\n").Skip(1).Select(part => part.Split("\n```")[0])];
    }
}
