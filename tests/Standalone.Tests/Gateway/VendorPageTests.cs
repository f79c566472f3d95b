using System.Text.Json;
using System.Text.RegularExpressions;
using Wan.Fixtures;

namespace Wan.Standalone.Tests.Gateway;

/// <summary>The sample requests of the vendor's guide, as they are printed there: only the address and the key are others.</summary>
[Collection(GatewayTogether.Name)]
public sealed partial class VendorPageTests(GatewayStandalone standalone)
{
    private const string VendorAddress = "https://dashscope.aliyuncs.com/api/v1";

    private static readonly string[] Samples = ["wan2.7-characters", "wan2.6-characters", "wan2.6-unboxing", "wan2.6-silent"];

    [Theory]
    [InlineData("gateway")]
    [InlineData("vendor")]
    public async Task Curl_submits_queries_and_downloads_and_so_does_the_python_script(string at)
    {
        var target = at == standalone.Gateway.Name ? standalone.Gateway : standalone.Vendor;

        await Task.WhenAll([.. Samples.Select(sample => CurlAsync(sample, target)), PythonAsync("characters", target)]);
    }

    private async Task CurlAsync(string sample, DashScopeTarget target)
    {
        using var folder = new TemporaryFolder();
        var submitted = await RunAsync(folder, target, $"{sample}-submit.sh");
        var id = submitted.GetProperty("task_id").GetString()!;
        submitted.GetProperty("task_status").GetString().ShouldBe("PENDING");
        var output = default(JsonElement);
        await Eventually.UntilAsync(
            async () =>
            {
                output = await RunAsync(folder, target, $"{sample}-query.sh", id);
                return output.GetProperty("task_status").GetString() is not ("PENDING" or "RUNNING");
            },
            () => $"{sample} to end at the {target}: {output}{standalone.Tail()}");

        output.GetProperty("task_status").GetString().ShouldBe("SUCCEEDED", $"{output}");
        await PlaysAsync(output.GetProperty("video_url").GetString()!);
    }

    private static async Task PythonAsync(string sample, DashScopeTarget target)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("script.py"), await PrintedAsync($"{sample}.py", target));
        // It looks every 10 seconds. The interpreter runs this before it.
        await File.WriteAllTextAsync(folder.File("sitecustomize.py"), "import time\nsleep = time.sleep\ntime.sleep = lambda seconds: sleep(seconds / 50)\n");

        var said = await OtherProgram.RunAsync(folder.Path, Settings(target, ("PYTHONPATH", folder.Path), ("PYTHONIOENCODING", "utf-8")), "/usr/bin/python3", "script.py");

        await PlaysAsync(Address().Matches(said).ShouldHaveSingleItem(said).Value);
    }

    private static Dictionary<string, string> Settings(DashScopeTarget target, params (string Name, string Value)[] more) =>
        new(more.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))) { ["DASHSCOPE_API_KEY"] = target.Key };

    private static async Task<string> PrintedAsync(string file, DashScopeTarget target) =>
        (await File.ReadAllTextAsync(Repository.File("tests", "Standalone.Tests", "Gateway", "VendorPage", file))).Replace(VendorAddress, target.BaseUrl, StringComparison.Ordinal);

    // The output of its answer.
    private static async Task<JsonElement> RunAsync(TemporaryFolder folder, DashScopeTarget target, string file, string id = "")
    {
        var printed = await PrintedAsync(file, target);
        // The page says in words what stands for the id.
        await File.WriteAllTextAsync(folder.File(file), printed.Replace("{task_id}", id, StringComparison.Ordinal).Replace("<task-id>", id, StringComparison.Ordinal));
        var said = JsonElement.Parse(await OtherProgram.RunAsync(folder.Path, Settings(target), "bash", file));
        return said.TryGetProperty("output", out var output) ? output : throw new InvalidOperationException($"{file} at the {target}: {said}");
    }

    // As the page says: for whoever has the address.
    private static async Task PlaysAsync(string url)
    {
        using var http = new HttpClient();
        var video = await http.GetByteArrayAsync(new Uri(url));
        video.AsSpan(4, 4).SequenceEqual("ftyp"u8).ShouldBeTrue(url);
    }

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Address();
}
