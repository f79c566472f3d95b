using System.Text.Json;
using System.Text.RegularExpressions;
using Wan.Fixtures;

namespace Wan.Standalone.Tests.Gateway;

/// <summary>The sample requests of the vendor's guide, as they are printed there: only the address and the key are others.</summary>
[Collection(GatewayTogether.Name)]
public sealed partial class VendorPageTests(GatewayStandalone standalone)
{
    private const string VendorAddress = "https://dashscope.aliyuncs.com/api/v1";

    public static TheoryData<string, string> Curls => Both("wan2.7-characters", "wan2.6-characters", "wan2.6-unboxing", "wan2.6-silent");

    public static TheoryData<string, string> Scripts => Both("characters");

    [Theory]
    [MemberData(nameof(Curls))]
    public async Task Curl_submits_queries_and_downloads(string sample, string at)
    {
        var target = Target(at);
        using var folder = new TemporaryFolder();

        var submitted = (await RunAsync(folder, target, $"{sample}-submit.sh")).GetProperty("output");
        var id = submitted.GetProperty("task_id").GetString()!;
        submitted.GetProperty("task_status").GetString().ShouldBe("PENDING");
        var ended = await Eventually.FindAsync(async () => Ended(await RunAsync(folder, target, $"{sample}-query.sh", id)), $"{sample} to end at the {at}{standalone.Tail()}");

        ended.Output.GetProperty("task_status").GetString().ShouldBe("SUCCEEDED", $"{ended.Output}");
        await PlaysAsync(ended.Output.GetProperty("video_url").GetString()!);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task The_python_script_ends_with_a_video(string sample, string at)
    {
        var target = Target(at);
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("script.py"), await PrintedAsync($"{sample}.py", target));
        // It looks every 10 seconds. The interpreter runs this before it.
        await File.WriteAllTextAsync(folder.File("sitecustomize.py"), "import time\nsleep = time.sleep\ntime.sleep = lambda seconds: sleep(seconds / 50)\n");

        var said = await OtherProgram.RunAsync(folder.Path, Settings(target, ("PYTHONPATH", folder.Path), ("PYTHONIOENCODING", "utf-8")), "/usr/bin/python3", "script.py");

        await PlaysAsync(Address().Matches(said).ShouldHaveSingleItem(said).Value);
    }

    private static TheoryData<string, string> Both(params string[] samples)
    {
        var data = new TheoryData<string, string>();
        foreach (var sample in samples)
        {
            data.Add(sample, "gateway");
            data.Add(sample, "vendor");
        }

        return data;
    }

    private static Dictionary<string, string> Settings(DashScopeTarget target, params (string Name, string Value)[] more) =>
        new(more.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))) { ["DASHSCOPE_API_KEY"] = target.Key };

    private static async Task<string> PrintedAsync(string file, DashScopeTarget target) =>
        (await File.ReadAllTextAsync(Repository.File("tests", "Standalone.Tests", "Gateway", "VendorPage", file))).Replace(VendorAddress, target.BaseUrl, StringComparison.Ordinal);

    private static async Task<JsonElement> RunAsync(TemporaryFolder folder, DashScopeTarget target, string file, string id = "")
    {
        var printed = await PrintedAsync(file, target);
        // The page says in words what stands for the id.
        await File.WriteAllTextAsync(folder.File(file), printed.Replace("{task_id}", id, StringComparison.Ordinal).Replace("<task-id>", id, StringComparison.Ordinal));
        return JsonElement.Parse(await OtherProgram.RunAsync(folder.Path, Settings(target), "bash", file));
    }

    private static EndedTask? Ended(JsonElement answer) =>
        answer.GetProperty("output") is var output && output.GetProperty("task_status").GetString() is not ("PENDING" or "RUNNING") ? new EndedTask(output) : null;

    // As the page says: for whoever has the address.
    private static async Task PlaysAsync(string url)
    {
        using var http = new HttpClient();
        var video = await http.GetByteArrayAsync(new Uri(url));
        video.AsSpan(4, 4).SequenceEqual("ftyp"u8).ShouldBeTrue(url);
    }

    private DashScopeTarget Target(string name) => name == standalone.Gateway.Name ? standalone.Gateway : standalone.Vendor;

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Address();

    private sealed record EndedTask(JsonElement Output);
}
