using System.Buffers.Binary;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Requests;
using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

/// <summary>Every family of models makes its videos: the vendor's own samples go through one running system, and what comes of them is looked at.</summary>
public sealed class EveryModelTests(EveryModelTests.Running running) : IClassFixture<EveryModelTests.Running>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);
    private static readonly ModelCatalogue Catalogue = new();
    private static readonly GenerationRequestReader Reader = new(Catalogue);

    [Fact]
    public async Task The_vendors_samples_become_videos_of_the_size_length_and_sound_that_were_asked_for_at_the_price_that_was_estimated()
    {
        var asked = Samples();
        Catalogue.Families.Select(family => family.Name).Except(asked.Select(body => Catalogue.Find((string)body["model"]!)!.Name)).ShouldBeEmpty("families without a sample");

        await CheckAsync(asked);
    }

    [Fact]
    public async Task Files_of_ones_own_are_first_frames_sounds_clips_and_videos_to_edit()
    {
        using var http = new HttpClient { BaseAddress = running.System.Services[0].Address };
        var made = await CheckAsync([new() { ["model"] = "wan2.7-t2v", ["input"] = new JsonObject { ["prompt"] = "a sea" }, ["parameters"] = new JsonObject { ["resolution"] = "720P", ["duration"] = 3 } }]);
        var video = await UploadAsync(http, await running.System.Door.GetVideoAsync(made[0].Video!.Url));
        var (picture, sound) = (await UploadAsync(http, Bmp(750, 1000)), await UploadAsync(http, Wav(3)));

        var generations = await CheckAsync(
        [
            Ask("wan2.7-i2v", ("first_frame", picture), ("driving_audio", sound)),
            Ask("wan2.7-i2v", ("first_clip", video), ("last_frame", picture)),
            Ask("wan2.7-videoedit", ("video", video), ("reference_image", picture)),
            Ask("wan3.0-video", ("reference_video", video), ("reference_audio", sound)),
            new() { ["model"] = "wan2.6-i2v-flash", ["input"] = new JsonObject { ["img_url"] = picture, ["audio_url"] = sound }, ["parameters"] = new JsonObject { ["resolution"] = "720P" } },
        ]);

        // The vendor's own example of a shape that is the picture's; the other shapes are the video's.
        generations.Select(generation => (generation.Video!.Width, generation.Video.Height)).ShouldBe([(816, 1104), (1280, 720), (1280, 720), (1280, 720), (816, 1104)]);
        generations[2].Video!.Duration.ShouldBe(3);
        Settled(generations[2], "billed_seconds").ShouldBe(6);
        Settled(generations[3], "billed_seconds").ShouldBe(8);
    }

    private async Task<IReadOnlyList<Generation>> CheckAsync(IReadOnlyList<JsonObject> asked)
    {
        var installation = running.System;
        var ids = await Task.WhenAll(asked.Select(body => installation.Door.PlaceAsync(new Order("", "", body, 0, 0, 0, false))));
        var generations = await installation.Door.WaitForEndsAsync(ids, Patience, installation.Tails);
        var tasks = (await installation.Simulator.GetLedgerAsync()).Tasks.ToDictionary(task => task.Id);
        foreach (var (body, generation) in asked.Zip(generations))
        {
            var what = $"{body["model"]} {generation.Id}: {generation.Error}";
            generation.Status.ShouldBe("completed", what + installation.Tails());
            var expected = Reader.Read(JsonSerializer.SerializeToUtf8Bytes(body)).Request!.Expected;
            var file = Mp4Summary.Read(await installation.Door.GetVideoAsync(generation.Video!.Url));
            (file.IsComplete, file.TaskId).ShouldBe((true, generation.TaskId), what);
            (file.Width, file.Height).ShouldBe((expected.Width ?? file.Width, expected.Height ?? file.Height), what);
            (file.Width * file.Height / (expected.Resolution * expected.Resolution * 16.0 / 9)).ShouldBeInRange(0.9, 1.1, what);
            file.Duration.TotalSeconds.ShouldBe(expected.Duration ?? (double)generation.Video.Duration, 0.05, what);
            file.HasSound.ShouldBe(expected.Audio ?? true, what);
            Settled(generation, "billed_seconds").ShouldBe((decimal)tasks[generation.TaskId!].BilledSeconds, what);
            ShouldBeWithin(generation, what);
        }

        return generations;
    }

    private static void ShouldBeWithin(Generation generation, string what)
    {
        var estimated = generation.Cost.GetProperty("estimated");
        Amount(generation.Cost.GetProperty("settled").GetProperty("amount")).ShouldBeInRange(Amount(estimated.GetProperty("amount_min")), Amount(estimated.GetProperty("amount_max")), what);
    }

    private static decimal Settled(Generation generation, string name) => generation.Cost.GetProperty("settled").GetProperty(name).GetDecimal();

    private static decimal Amount(JsonElement money) => decimal.Parse(money.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture);

    // A family whose page has no sample of its own takes that of another one with the same fields.
    private static List<JsonObject> Samples()
    {
        var samples = Directory.GetFiles(Repository.File("tests", "DashScope.Tests", "Samples")).Order(StringComparer.Ordinal)
            .Select(file => JsonNode.Parse(File.ReadAllText(file))!.AsObject()).Where(IsAccepted).ToList();
        foreach (var family in Catalogue.Families.Where(family => samples.TrueForAll(body => FamilyOf(body) != family)).ToList())
        {
            var alike = samples.Where(body => FamilyOf(body).Input.Fields.SequenceEqual(family.Input.Fields)).Select(body => Renamed(body, family.Name));
            samples.AddRange(alike.Where(IsAccepted).Take(1));
        }

        return samples;
    }

    private static bool IsAccepted(JsonObject body) => Reader.Read(JsonSerializer.SerializeToUtf8Bytes(body)).Accepted;

    private static JsonObject Renamed(JsonObject body, string model)
    {
        var renamed = body.DeepClone().AsObject();
        renamed["model"] = model;
        return renamed;
    }

    private static ModelFamily FamilyOf(JsonObject body) => Catalogue.Find((string)body["model"]!)!;

    private static JsonObject Ask(string model, params (string Type, string Url)[] media) => new()
    {
        ["model"] = model,
        ["input"] = new JsonObject
        {
            ["prompt"] = "somebody dances",
            ["media"] = new JsonArray([.. media.Select(item => new JsonObject { ["type"] = item.Type, ["url"] = item.Url })]),
        },
        ["parameters"] = new JsonObject { ["resolution"] = "720P" },
    };

    private static async Task<string> UploadAsync(HttpClient http, byte[] bytes)
    {
        using var content = new ByteArrayContent(bytes);
        using var answer = await http.PostAsync(new Uri("/v1/files", UriKind.Relative), content);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return $"wan-file:{(await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()}";
    }

    private static byte[] Bmp(int width, int height)
    {
        var bytes = new byte[54 + ((width * 3 + 3) / 4 * 4 * height)];
        "BM"u8.CopyTo(bytes);
        foreach (var (at, number) in new[] { (10, 54), (14, 40), (18, width), (22, height), (26, 1 | (24 << 16)) })
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), number);
        return bytes;
    }

    // One byte a sample, 8,000 a second.
    private static byte[] Wav(int seconds)
    {
        var bytes = new byte[44 + (seconds * 8000)];
        "RIFF"u8.CopyTo(bytes);
        "WAVEfmt "u8.CopyTo(bytes.AsSpan(8));
        "data"u8.CopyTo(bytes.AsSpan(36));
        foreach (var (at, number) in new[] { (4, bytes.Length - 8), (16, 16), (20, 1 | (1 << 16)), (24, 8000), (28, 8000), (32, 1 | (8 << 16)), (40, bytes.Length - 44) })
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), number);
        return bytes;
    }

    /// <summary>The system that all of them share.</summary>
    public sealed class Running : IAsyncLifetime
    {
        public Installation System { get; private set; } = null!;

        public async Task InitializeAsync() => System = await Installation.StartInOneProcessAsync(runningTasks: 20, ("Accounts__0__Region", "cn-beijing"));

        public Task DisposeAsync() => System.DisposeAsync().AsTask();
    }
}
