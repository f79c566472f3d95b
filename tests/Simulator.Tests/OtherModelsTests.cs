using System.Text.Json;
using System.Text.Json.Nodes;
using Wan.DashScope.Catalogue;
using Wan.Simulator.Requests;
using Wan.Simulator.Uploads;

namespace Wan.Simulator.Tests;

/// <summary>The models beside reference-to-video: what they make, what they bill, and what they refuse.</summary>
public sealed class OtherModelsTests
{
    private const string Image = """{"type":"first_frame","url":"https://e.com/a.png"}""";
    private const string Clip = """{"type":"first_clip","url":"https://e.com/a.mp4"}""";
    private const string Sound = """{"type":"driving_audio","url":"https://e.com/a.mp3"}""";
    private const string Edited = """{"type":"video","url":"https://e.com/a.mp4"}""";

    private static readonly ModelCatalogue Catalogue = new();

    /// <summary>By the sample answers of the vendor's pages.</summary>
    public static TheoryData<string, string, string, string, int, int, int> Made => new()
    {
        { "wan2.7-t2v", "", """{"resolution":"720P","ratio":"4:3","duration":10}""", """{"duration":10,"input_video_duration":0,"output_video_duration":10,"video_count":1,"SR":720,"ratio":"4:3"}""", 1104, 832, 300 },
        { "wan2.7-i2v", Image, """{"resolution":"720P","duration":15}""", """{"duration":15,"input_video_duration":0,"output_video_duration":15,"video_count":1,"SR":720}""", 816, 1104, 450 },
        { "wan2.7-i2v", Clip, """{"duration":10}""", """{"duration":10,"input_video_duration":0,"output_video_duration":10,"video_count":1,"SR":1080}""", 1232, 1648, 300 },
        { "wan2.7-videoedit", Edited, """{"resolution":"720P"}""", """{"duration":10,"input_video_duration":5,"output_video_duration":5,"video_count":1,"SR":720}""", 816, 1104, 150 },
        { "wan2.7-videoedit", Edited, """{"resolution":"720P","ratio":"16:9","duration":3}""", """{"duration":8,"input_video_duration":5,"output_video_duration":3,"video_count":1,"SR":720}""", 1280, 720, 90 },
        { "wan2.7-videoedit", Edited, """{"resolution":"720P","duration":9}""", """{"duration":10,"input_video_duration":5,"output_video_duration":5,"video_count":1,"SR":720}""", 816, 1104, 150 },
        { "wan2.6-t2v", "", """{"size":"1280*720","duration":10}""", """{"duration":10.0,"input_video_duration":0,"output_video_duration":10,"video_count":1,"SR":720,"size":"1280*720"}""", 1280, 720, 300 },
        { "wan2.6-i2v", "img_url", """{"resolution":"720P","duration":10}""", """{"duration":10,"input_video_duration":0,"output_video_duration":10,"video_count":1,"SR":720}""", 816, 1104, 300 },
        { "wan2.6-i2v-flash", "img_url", """{"resolution":"720P","audio":false}""", """{"duration":5,"input_video_duration":0,"output_video_duration":5,"video_count":1,"SR":720,"audio":false}""", 816, 1104, 150 },
        { "wan2.5-t2v-preview", "", """{"size":"832*480","duration":10}""", """{"video_duration":10,"video_ratio":"832*480","video_count":1}""", 832, 480, 300 },
        { "wan2.5-i2v-preview", "img_url", """{"resolution":"480P"}""", """{"duration":5,"SR":480,"video_count":1}""", 544, 720, 150 },
        { "wan3.0-video", "", """{"resolution":"720P"}""", """{"video_count":1,"duration":5.0,"input_video_duration":0,"output_video_duration":5,"fps":30,"SR":720,"ratio":"16:9"}""", 1280, 720, 150 },
        { "wan3.0-video-prime", """{"type":"reference_image","url":"https://e.com/a.png"}""", """{"resolution":"480P","ratio":"21:9","duration":30}""", """{"video_count":1,"duration":30.0,"input_video_duration":0,"output_video_duration":30,"fps":30,"SR":480,"ratio":"21:9"}""", 976, 416, 900 },
        { "wan3.0-video", """{"type":"reference_video","url":"https://e.com/a.mp4"}""", """{"duration":-1}""", """{"video_count":1,"duration":10.0,"input_video_duration":5,"output_video_duration":5,"fps":30,"SR":1080,"ratio":"3:4"}""", 1232, 1648, 150 },
        { "wan3.0-video", "", """{"duration":-1,"audio":false}""", """{"video_count":1,"duration":7.0,"input_video_duration":0,"output_video_duration":7,"fps":30,"SR":1080,"ratio":"16:9"}""", 1920, 1080, 210 },
        { "happyhorse-1.1-t2v", "", """{"resolution":"480P","ratio":"4:5"}""", """{"duration":5,"input_video_duration":0,"output_video_duration":5,"video_count":1,"SR":480,"ratio":"4:5"}""", 576, 720, 150 },
        { "happyhorse-1.0-i2v", Image, """{"resolution":"720P","duration":3}""", """{"duration":3,"input_video_duration":0,"output_video_duration":3,"video_count":1,"SR":720}""", 816, 1104, 72 },
        { "happyhorse-1.0-video-edit", Edited, """{"resolution":"720P"}""", """{"duration":10,"input_video_duration":5,"output_video_duration":5,"video_count":1,"SR":720}""", 816, 1104, 150 },
    };

    [Theory]
    [MemberData(nameof(Made))]
    public async Task A_video_and_its_bill_are_as_the_models_page_says(string model, string media, string parameters, string usage, int width, int height, int pictures)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var id = await simulator.SubmitAsync(Body(model, media, parameters));
        simulator.Clock.Advance(11);

        var answer = await simulator.QueryAsync(id);

        answer.GetProperty("output").TryGetProperty("message", out var failure).ShouldBeFalse(failure.ToString());
        answer.GetProperty("usage").GetRawText().ShouldBe(usage);
        var tracks = Mp4.Read(await simulator.Http.GetByteArrayAsync(answer.GetProperty("output").GetProperty("video_url").GetString())).Single(box => box.Type == "moov").Tracks.ToList();
        (tracks[0]["tkhd"].Number(76) >> 16, tracks[0]["tkhd"].Number(80) >> 16).ShouldBe(((uint)width, (uint)height));
        tracks[0].Samples().Count.ShouldBe(pictures);
        tracks.Count.ShouldBe(parameters.Contains("\"audio\":false", StringComparison.Ordinal) ? 1 : 2);
    }

    public static TheoryData<string, string, string, string> Refused => new()
    {
        { "wan2.7-t2v", "", """{"duration":16}""", "Duration should be between 2 and 15" },
        { "wan2.7-i2v", "", "{}", "Field required: input.media" },
        { "wan2.7-i2v", $"{Image},{Image}", "{}", "The number of first_frame should be at most 1" },
        { "wan2.7-i2v", $"{Clip},{Sound}", "{}", "The combination of driving_audio, first_clip is not supported." },
        { "wan2.7-i2v", """{"type":"last_frame","url":"https://e.com/a.png"}""", "{}", "The combination of last_frame is not supported." },
        { "wan2.7-videoedit", """{"type":"reference_image","url":"https://e.com/a.png"}""", "{}", "The combination of reference_image is not supported." },
        { "wan2.7-videoedit", Edited, """{"audio_setting":"none"}""", "Input should be 'auto' or 'origin'" },
        { "wan2.6-i2v", "", "{}", "Field required: input.img_url" },
        { "wan2.5-t2v-preview", "", """{"duration":7}""", "Duration should be one of 5, 10" },
        { "wan3.0-video", $$"""{{Image}},{"type":"reference_image","url":"https://e.com/a.png"}""", "{}", "The two modes are mutually exclusive. Do not pass reference_xx and first_frame/last_frame at the same time." },
        { "wan3.0-video", """{"type":"file","url":"https://e.com/a.pdf"},{"type":"link","url":"https://e.com/a"}""", "{}", "Do not pass file and link at the same time." },
        { "wan3.0-video", """{"type":"reference_video","url":"https://e.com/a.mp4"}""", """{"duration":26}""", "The total duration of the input videos and the output video should be at most 30 seconds" },
        { "wan3.0-video", "", """{"duration":-2}""", "Duration should be between 2 and 30" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_a_model_does_not_take_is_the_failure_of_the_task(string model, string media, string parameters, string message)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var id = await simulator.SubmitAsync(Body(model, media, parameters));
        simulator.Clock.Advance(2);

        (await simulator.QueryAsync(id)).GetProperty("output").GetProperty("message").GetString().ShouldBe(message);
    }

    [Fact]
    public void A_prompt_is_needed_where_there_is_nothing_else()
    {
        FailureOf("""{"model":"wan3.0-video","input":{}}""").ShouldBe("Field required: input.prompt");
        FailureOf($$$"""{"model":"wan3.0-video","input":{"media":[{{{Image}}}]}}""").ShouldBeNull();
        FailureOf("""{"model":"wan2.7-t2v","input":{}}""").ShouldBe("Field required: input.prompt");
        FailureOf("""{"model":"wan2.6-i2v","input":{"img_url":"https://e.com/a.png"}}""").ShouldBeNull();
    }

    [Theory]
    [InlineData(750, 1000, "720P", 816, 1104)] // The vendor's own example.
    [InlineData(1000, 750, "720P", 1104, 816)]
    [InlineData(1600, 900, "1080P", 1920, 1080)]
    [InlineData(500, 500, "480P", 624, 624)]
    public void An_uploaded_picture_gives_the_video_its_shape(int width, int height, string resolution, int madeWidth, int madeHeight)
    {
        var shape = Read($$$"""{"model":"wan3.0-video","input":{"media":[{"type":"first_frame","url":"oss://a"}]},"parameters":{"resolution":"{{{resolution}}}"}}""", Upload(null, width, height)).Shape;

        (shape.Width, shape.Height).ShouldBe((madeWidth, madeHeight));
    }

    [Fact]
    public void An_uploaded_video_is_as_long_as_it_is()
    {
        var kept = Read("""{"model":"wan2.7-videoedit","input":{"media":[{"type":"video","url":"oss://a"}]}}""", Upload(5.02, 1280, 720));
        (kept.InputSeconds, kept.Shape.Seconds, kept.Shape.Pictures).ShouldBe((5.02, 5.02, 151));

        // No more than 15 seconds come of it, but all of it is billed.
        var cut = Read("""{"model":"happyhorse-1.0-video-edit","input":{"prompt":"p","media":[{"type":"video","url":"oss://a"}]}}""", Upload(40, 1280, 720));
        (cut.InputSeconds, cut.Shape.Seconds).ShouldBe((40, 15));

        Read("""{"model":"wan3.0-video","input":{"media":[{"type":"reference_video","url":"oss://a"}]}}""", Upload(15.5, 1280, 720)).Failure!.Message
            .ShouldBe("The total duration of the reference videos should be at most 15 seconds");

        // Of those that nobody looks at, all together are no longer than the vendor takes.
        var many = string.Join(',', Enumerable.Repeat("""{"type":"reference_video","url":"https://e.com/a.mp4"}""", 5));
        var five = Read($$$"""{"model":"wan3.0-video","input":{"media":[{{{many}}}]},"parameters":{"duration":15}}""", Upload(null, 1, 1));
        (five.InputSeconds, five.Failure).ShouldBe((15, null));
    }

    [Fact]
    public async Task Tasks_run_as_long_as_those_of_their_model_at_the_vendor_where_that_is_wished()
    {
        await using var simulator = await RunningSimulator.StartAsync("VendorTimes=true", "Models:wan2.6-t2v:RenderTime=00:00:02");
        var quick = await simulator.SubmitAsync(Body("happyhorse-1.1-r2v", """{"type":"reference_image","url":"https://e.com/a.png"}""", """{"resolution":"720P"}"""));
        var slow = await simulator.SubmitAsync(Body("wan3.0-video", "", """{"resolution":"720P"}"""));
        var own = await simulator.SubmitAsync(Body("wan2.6-t2v", "", "{}"));

        simulator.Clock.Advance(4);
        (await StatesAsync(quick, slow, own)).ShouldBe(["RUNNING", "RUNNING", "SUCCEEDED"]);
        simulator.Clock.Advance(200);
        (await StatesAsync(quick, slow, own)).ShouldBe(["SUCCEEDED", "RUNNING", "SUCCEEDED"]);
        simulator.Clock.Advance(3000);
        (await StatesAsync(quick, slow, own)).ShouldBe(["SUCCEEDED", "SUCCEEDED", "SUCCEEDED"]);

        Task<string[]> StatesAsync(params string[] ids) => Task.WhenAll(ids.Select(simulator.StatusAsync));
    }

    private static SimulatedUpload Upload(double? seconds, int width, int height) => new("a", "first", "m", 1, "", DateTimeOffset.UnixEpoch, seconds, width, height);

    private static string? FailureOf(string body) => Read(body, null).Failure?.Message;

    private static VideoRequest Read(string body, SimulatedUpload? upload)
    {
        using var document = JsonDocument.Parse(body);
        return RequestReader.Read(Catalogue.Find(document.RootElement.GetProperty("model").GetString()!)!, document.RootElement, resolvesOss: true, _ => upload, TimeSpan.FromSeconds(5));
    }

    // Media in a list, or the one field that older models have.
    private static JsonObject Body(string model, string media, string parameters)
    {
        var input = new JsonObject { ["prompt"] = "a cat" };
        if (media == "img_url")
            input[media] = "https://e.com/a.png";
        else if (media.Length > 0)
            input["media"] = JsonNode.Parse($"[{media}]");
        return new JsonObject { ["model"] = model, ["input"] = input, ["parameters"] = JsonNode.Parse(parameters) };
    }
}
