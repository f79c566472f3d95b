using System.Text.Json;
using Wan.Fixtures;

namespace Wan.Standalone.Tests.Gateway;

/// <summary>The AI SDK (npm <c>ai</c> with <c>@ai-sdk/alibaba</c>), in the two versions that are in use.</summary>
[Collection(GatewayTogether.Name)]
public sealed class AiSdkTests(GatewayStandalone standalone)
{
    // Of submits and of queries one in five goes wrong, and nothing is hidden for good. The seeds are such that each of the first four happens among so few calls.
    private static readonly object[] Faults =
    [
        new { kind = "submit_throttled", probability = 0.1, seed = 39 },
        new { kind = "submit_accepted_error", probability = 0.1, seed = 25 },
        new { kind = "submit_not_json", probability = 0.1, seed = 38 },
        new { kind = "query_error", probability = 0.1, seed = 9 },
        new { kind = "query_throttled", probability = 0.05, seed = 1 },
        new { kind = "query_truncated", probability = 0.05, seed = 2 },
        new { kind = "query_unknown", probability = 0.05, seed = 3 },
    ];

    [Fact]
    public async Task Each_call_ends_with_its_video_and_one_paid_task_whatever_the_vendor_does()
    {
        var prompts = AiSdk.Versions.ToDictionary(version => version, version => Enumerable.Range(1, 6).Select(number => $"character1 dances for {version}, {number}").ToList());

        var videos = await standalone.Simulator.WithFaultsAsync(Faults, () => Task.WhenAll(AiSdk.Versions.Select(version => GenerateAsync(
            version, standalone.Gateway, [.. prompts[version].Select((prompt, index) => Call(prompt, index % 2 == 0 ? GatewayStandalone.Quick26 : GatewayStandalone.Quick27))]))));

        videos.SelectMany(video => video).ShouldAllBe(video => IsVideo(video), standalone.Tail());
        var asked = prompts.Values.SelectMany(prompt => prompt).ToList();
        var ledger = await standalone.Simulator.GetLedgerAsync();
        ledger.Tasks.Select(task => task.Prompt).Where(asked.Contains).ShouldBe(asked, ignoreOrder: true);
        new[] { "submit_throttled", "submit_accepted_error", "submit_not_json", "query_error" }.ShouldBeSubsetOf(ledger.Faults.Keys);
    }

    [Fact]
    public async Task A_submit_whose_answer_is_lost_is_repeated_by_the_sdk_and_paid_once()
    {
        // The newer makes a key for each call by itself, the older sends what it is given.
        var videos = await Task.WhenAll(AiSdk.Versions.Select(version =>
            GenerateAsync(version, standalone.Gateway, Call($"character1 is lost for {version}", GatewayStandalone.Quick26, version == 7 ? null : $"{Guid.NewGuid()}", loses: true))));

        videos.SelectMany(video => video).ShouldAllBe(video => IsVideo(video), standalone.Tail());
        (await standalone.Simulator.GetLedgerAsync()).Tasks.Count(task => task.Prompt.StartsWith("character1 is lost", StringComparison.Ordinal)).ShouldBe(AiSdk.Versions.Length);
    }

    [Fact]
    public async Task The_same_program_works_at_the_vendor()
    {
        var videos = await Task.WhenAll(AiSdk.Versions.Select(version => GenerateAsync(version, standalone.Vendor, Call("character1 is elsewhere", GatewayStandalone.Quick26))));

        videos.SelectMany(video => video).ShouldAllBe(video => IsVideo(video));
    }

    // The SDK sends it as base64 alone; the simulator takes data URIs, as the vendor's page has them.
    [Fact]
    public async Task A_picture_that_is_given_as_data_becomes_the_first_frame()
    {
        var videos = await Task.WhenAll(AiSdk.Versions.Select(version => GenerateAsync(
            version, standalone.Gateway, new { model = "wan2.6-i2v-flash", prompt = $"It moves for {version}", resolution = "1280x720", duration = 2, key = $"{Guid.NewGuid()}", image = Picture })));

        videos.SelectMany(video => video).ShouldAllBe(video => IsVideo(video), standalone.Tail());
    }

    [Fact]
    public async Task What_is_refused_is_told_to_the_caller_in_words()
    {
        var said = await GenerateAsync(7, standalone.Gateway, Call("character1 waits", GatewayStandalone.Quick26, duration: 99));

        said.ShouldHaveSingleItem().GetProperty("error").GetString()!.ShouldContain("duration");
    }

    // The least that is an image: a head, and an end.
    private const string Picture = "iVBORw0KGgoAAAANSUhEUgAAAoAAAAHgCAIAAAAAAAAAAAAAAElFTkQAAAAA";

    private static object Call(string prompt, string model, string? key = null, bool loses = false, int duration = 2) =>
        new { model, prompt, references = new[] { "https://example.com/dance.mp4" }, resolution = "1280x720", duration, key, loses };

    private static bool IsVideo(JsonElement said) =>
        said.TryGetProperty("box", out var box) && box.GetString() == "ftyp" && said.GetProperty("mediaType").GetString() == "video/mp4" && said.GetProperty("usage").GetProperty("outputVideoDuration").GetInt32() == 2;

    private static async Task<IReadOnlyList<JsonElement>> GenerateAsync(int version, DashScopeTarget target, params object[] calls)
    {
        var (place, node) = await AiSdk.InstallAsync(version);
        var script = Path.Combine(place, "generate.mjs");
        File.Copy(Repository.File("tests", "Standalone.Tests", "Gateway", "Programs", "generate.mjs"), script, overwrite: true);

        // The SDK adds the vendor's path to its base URL.
        var said = await OtherProgram.RunAsync(place, OtherProgram.Nothing, node, script, target.Root.AbsoluteUri.TrimEnd('/'), target.Key, JsonSerializer.Serialize(calls));
        return [.. JsonElement.Parse(said).EnumerateArray()];
    }
}
