using System.Text.Json;
using Wan.Fixtures;

namespace Wan.Standalone.Tests.Gateway;

/// <summary>What the vendor's Python SDK does on the wire, by a program of our own: files uploaded by one certificate, <c>oss://</c> addresses, and its waiting.</summary>
[Collection(GatewayTogether.Name)]
public sealed class SdkWireTests(GatewayStandalone standalone)
{
    [Theory]
    [InlineData("gateway")]
    [InlineData("vendor")]
    public async Task Files_by_one_certificate_are_uploaded_referred_to_and_waited_for(string at)
    {
        using var folder = new TemporaryFolder();
        var (picture, prompt) = (TestFiles.Picture(), $"Image 1 meets Image 2 at the {at}");
        await File.WriteAllBytesAsync(folder.File("a.jpg"), picture);
        await File.WriteAllBytesAsync(folder.File("b.jpg"), TestFiles.Picture());
        await File.WriteAllBytesAsync(folder.File("a again.jpg"), picture);

        var answer = await RunAsync(at == standalone.Gateway.Name ? standalone.Gateway : standalone.Vendor, folder, prompt, "a.jpg", "b.jpg", "a again.jpg");

        var output = answer.GetProperty("output");
        output.GetProperty("task_status").GetString().ShouldBe("SUCCEEDED", $"{answer}{standalone.Tail()}");
        output.GetProperty("orig_prompt").GetString().ShouldBe(prompt);
        using var http = new HttpClient();
        (await http.GetByteArrayAsync(new Uri(output.GetProperty("video_url").GetString()!))).AsSpan(4, 4).SequenceEqual("ftyp"u8).ShouldBeTrue();
        answer.GetProperty("urls").EnumerateArray().Select(url => url.GetString()).ShouldBeUnique();
        (await standalone.Simulator.GetLedgerAsync()).Tasks.Count(task => task.Prompt == prompt).ShouldBe(1);
    }

    private static async Task<JsonElement> RunAsync(DashScopeTarget target, TemporaryFolder folder, string prompt, params string[] files) => JsonElement.Parse(await OtherProgram.RunAsync(
        folder.Path, OtherProgram.Nothing,
        ["/usr/bin/python3", Repository.File("tests", "Standalone.Tests", "Gateway", "Programs", "like_the_sdk.py"), target.BaseUrl, target.Key, GatewayStandalone.Quick27, prompt, .. files]));
}
