using System.Text;
using System.Text.Json.Nodes;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Costs;
using Wan.DashScope.Files;
using Wan.DashScope.Prices;
using Wan.DashScope.Requests;
using Wan.Media;

namespace Wan.DashScope.Tests;

/// <summary>What is said of references to files, and what is known by them.</summary>
public sealed class FileRuleTests
{
    private const string A = "01890000-0000-7000-8000-00000000000a", B = "01890000-0000-7000-8000-00000000000b", C = "01890000-0000-7000-8000-00000000000c";

    private static readonly GenerationRequestReader Reader = new(new ModelCatalogue());

    private static readonly MediaFacts Image = new(FileFormat.Jpeg, 1000) { Width = 640, Height = 480 };
    private static readonly MediaFacts Video = new(FileFormat.Mp4, 1000) { Width = 640, Height = 480, Seconds = 1.5m };
    private static readonly MediaFacts Voice = new(FileFormat.Wav, 1000) { Seconds = 3 };

    [Theory]
    [InlineData($"wan-file:{A}", "")]
    [InlineData($"WAN-FILE:{A}", "error url.not_a_file /input/media/0/url")]
    [InlineData("wan-file:01890000-0000-7000-8000-00000000000A", "error url.not_a_file /input/media/0/url")]
    [InlineData("wan-file:", "error url.not_a_file /input/media/0/url")]
    [InlineData("wan-file:../../etc/passwd", "error url.not_a_file /input/media/0/url")]
    [InlineData($"wan-file:{A} ", "error url.not_a_file /input/media/0/url")]
    [InlineData($"wan-file://{A}", "error url.not_a_file /input/media/0/url")]
    public void A_reference_is_written_as_it_was_given(string url, string findings) =>
        Findings(Reader.Read(Body("reference_image", url))).ShouldBe(findings);

    [Theory]
    [InlineData($$$"""{"deep":"wan-file:{{{A}}}"}""", "/input/new_field/deep")]
    [InlineData($$$"""{"a/b":[1,{"c":"\u0077an-file:{{{A}}}"}]}""", "/input/new_field/a~1b/1/c")]
    [InlineData($$$"""[["wan-file:{{{A}}}"]]""", "/input/new_field/0/0")]
    [InlineData($$$"""[{"a":"x"},{"a":{"b":"WAN-FILE:{{{A}}}"}}]""", "/input/new_field/1/a/b")]
    [InlineData($$$"""[{"a":["x","wan-file:{{{A}}}"]}]""", "/input/new_field/0/a/1")]
    public void One_in_a_place_that_is_not_looked_at_refuses_the_request(string value, string pointer)
    {
        var body = Bytes($$$"""{"model":"wan2.7-r2v","input":{"prompt":"Image 1","media":[{"type":"reference_image","url":"https://e.com/a.png"}],"new_field":{{{value}}}}}""");

        Findings(Reader.Read(body)).ShouldBe($"error file.misplaced {pointer}");
    }

    [Fact]
    public void One_behind_what_is_looked_at_of_a_list_refuses_the_request_and_so_does_a_very_long_one()
    {
        var list = string.Join(',', Enumerable.Repeat("\"x\"", 50).Append($"\"wan-file:{A}\"").Append($$$"""{"url":"wan-file:{{{A}}}"}"""));
        var media = $$$"""[{"type":"reference_image","url":"wan-file:{{{new string('a', 600)}}}"}]""";

        Findings(Reader.Read(Bytes($$$"""{"model":"wan2.7-r2v","input":{"prompt":"Image 1","media":{{{media}}},"new_field":[{{{list}}}]}}""")))
            .ShouldBe("error url.not_a_file /input/media/0/url, error file.misplaced /input/new_field/50, error file.misplaced /input/new_field/51/url");
    }

    [Fact]
    public void What_it_refers_to_is_told_once_each_whichever_field_it_stands_in_but_a_prompt()
    {
        var body = Bytes($$$"""
            {"model":"wan2.7-r2v","input":{"prompt":"wan-file:{{{C}}}","new_field":{"deep":1},"another":"wan-file:{{{B}}}",
             "media":[{"type":"reference_image","url":"wan-file:{{{A}}}"},{"type":"reference_image","url":"wan-file:{{{A}}}","reference_voice":"wan-file:{{{B}}}"}]}}
            """);

        Reader.Read(body).FileIds.ShouldBe([B, A]);
        Reader.Read(body).Request!.Files.ShouldBe([B, A]);
    }

    [Fact]
    public void One_that_is_not_there_refuses_a_request_that_can_be_read_all_the_same()
    {
        var body = Body("reference_image", $"wan-file:{A}");

        var reading = Reader.Read(body, new Dictionary<string, MediaFacts>());

        reading.Accepted.ShouldBeFalse();
        Findings(reading).ShouldBe("error file.not_found /input/media/0/url");
        reading.Request!.Hash.ShouldBe(Reader.Read(body, Files((A, Image))).Request!.Hash);
    }

    [Theory]
    [InlineData("reference_video", "file.other_kind")]
    [InlineData("first_frame", null)]
    public void An_image_is_no_video(string type, string? code)
    {
        var findings = Reader.Read(Body(type, $"wan-file:{A}"), Files((A, Image))).Findings;

        findings.Any(finding => finding.Code == "file.other_kind" && finding.Pointer == "/input/media/0/url").ShouldBe(code is not null);
    }

    [Fact]
    public void A_voice_is_a_sound()
    {
        var body = Bytes($$$"""{"model":"wan2.7-r2v","input":{"prompt":"Image 1","media":[{"type":"reference_image","url":"https://e.com/a.png"}],"reference_voice":"wan-file:{{{A}}}"}}""");

        Findings(Reader.Read(body, Files((A, Image)))).ShouldBe("error file.other_kind /input/reference_voice");
        Findings(Reader.Read(body, Files((A, Voice)))).ShouldBe("");
    }

    [Theory]
    [InlineData(20971520, 240, 240, "")]
    [InlineData(20971521, 240, 240, "error file.too_large")]
    [InlineData(1, 239, 240, "error file.pixels")]
    [InlineData(1, 240, 8001, "error file.pixels")]
    [InlineData(1, 8000, 1000, "")]
    [InlineData(1, 8000, 999, "error file.ratio")]
    public void An_image_is_within_the_limits_of_the_vendors_page(long bytes, int width, int height, string finding) =>
        Findings(Reader.Read(Body("reference_image", $"wan-file:{A}"), Files((A, new MediaFacts(FileFormat.Png, bytes) { Width = width, Height = height }))))
            .ShouldBe(finding.Length == 0 ? "" : $"{finding} /input/media/0/url");

    [Theory]
    [InlineData(104857600, 240, 1920, 1, "")]
    [InlineData(104857601, 640, 480, 5, "error file.too_large")]
    [InlineData(1, 4097, 4096, 5, "error file.pixels")]
    [InlineData(1, 4096, 4096, 5, "")]
    [InlineData(1, 239, 480, 5, "error file.pixels")]
    [InlineData(1, 240, 1921, 5, "error file.ratio")]
    [InlineData(1, 640, 480, 0.99, "error file.length")]
    [InlineData(1, 640, 480, 30, "")]
    [InlineData(1, 640, 480, 30.01, "error file.length")]
    public void A_video_is_within_the_limits_of_the_vendors_page(long bytes, int width, int height, double seconds, string finding) =>
        Findings(Reader.Read(Body("reference_video", $"wan-file:{A}"), Files((A, new MediaFacts(FileFormat.Mov, bytes) { Width = width, Height = height, Seconds = (decimal)seconds }))))
            .ShouldBe(finding.Length == 0 ? "" : $"{finding} /input/media/0/url");

    [Theory]
    [InlineData(15728640, 10, "")]
    [InlineData(15728641, 10, "error file.too_large")]
    [InlineData(1, 0.9, "error file.length")]
    [InlineData(1, 1, "")]
    [InlineData(1, 10.1, "error file.length")]
    public void A_voice_is_within_the_limits_of_the_vendors_page(long bytes, double seconds, string finding)
    {
        var body = Bytes($$$"""{"model":"wan2.7-r2v","input":{"prompt":"Image 1","media":[{"type":"reference_image","url":"https://e.com/a.png","reference_voice":"wan-file:{{{A}}}"}]}}""");

        Findings(Reader.Read(body, Files((A, new MediaFacts(FileFormat.Mp3, bytes) { Seconds = (decimal)seconds }))))
            .ShouldBe(finding.Length == 0 ? "" : $"{finding} /input/media/0/reference_voice");
    }

    [Fact]
    public void Transparency_is_a_warning()
    {
        var reading = Reader.Read(Body("reference_image", $"wan-file:{A}"), Files((A, Image with { HasAlpha = true })));

        Findings(reading).ShouldBe("warning file.transparent /input/media/0/url");
        reading.Accepted.ShouldBeTrue();
    }

    [Fact]
    public void Lengths_that_are_known_make_the_estimate_exact()
    {
        var body = Bytes($$$"""
            {"model":"wan2.7-r2v","input":{"prompt":"Video 1 and Video 2","media":[{"type":"reference_video","url":"wan-file:{{{A}}}"},{"type":"reference_video","url":"wan-file:{{{B}}}"}]}}
            """);

        var estimate = Estimate(Reader.Read(body, Files((A, Video), (B, Video with { Seconds = 9 }))));

        (estimate.InputSecondsMin, estimate.InputSecondsMax).ShouldBe((4, 4)); // 1.5 s, and 2.5 s of the other: the most of each of two.
        var unknown = Estimate(Reader.Read(body));
        (unknown.InputSecondsMin, unknown.InputSecondsMax).ShouldBe((0, 5));
    }

    [Fact]
    public void Where_only_the_end_of_a_URL_tells_the_file_tells_what_it_is()
    {
        var body = Bytes($$$"""{"model":"wan2.6-r2v","input":{"prompt":"character1 character2 character3","reference_urls":["wan-file:{{{A}}}","wan-file:{{{B}}}","https://e.com/what"]}}""");

        var request = Reader.Read(body, Files((A, Image), (B, Video))).Request!;

        (request.ReferenceVideos, request.PossibleReferenceVideos).ShouldBe((1, 2));
        request.InputVideoSeconds.ShouldBe([1.5m, null]);
        request.Hash.ShouldBe(Reader.Read(body).Request!.Hash);
        Findings(Reader.Read(body, Files((A, Voice), (B, Video)))).ShouldBe("error file.other_kind /input/reference_urls/0");
    }

    [Fact]
    public void Too_many_videos_show_by_their_files()
    {
        var body = Bytes($$$"""{"model":"wan2.6-r2v","input":{"prompt":"x","reference_urls":["wan-file:{{{A}}}","wan-file:{{{A}}}","wan-file:{{{A}}}","wan-file:{{{A}}}"]}}""");

        Reader.Read(body, Files((A, Video))).Findings.ShouldContain(finding => finding.Code == "media.too_many_videos");
        Reader.Read(body, Files((A, Image))).Accepted.ShouldBeTrue();
    }

    [Fact]
    public void The_body_that_is_POSTed_has_the_uploads_in_their_places_and_every_other_byte_as_it_was()
    {
        var canonical = Reader.Read(Bytes($$$"""
            {"model":"wan2.7-r2v","input":{"prompt":"wan-file:{{{A}}}","negative_prompt":"wan-file:{{{B}}}","other":["wan-file:{{{A}}}"],
             "media":[{"type":"reference_image","url":"wan-file:{{{A}}}","reference_voice":"wan-file:{{{B}}}"}]},"parameters":{"strange":"wan-file:{{{A}}}"}}
            """)).Request!.Json;
        var uploads = new Dictionary<string, string> { [A] = "oss://bucket/1/\"a\".png", [B] = "oss://bucket/2/b.wav" };

        var body = JsonNode.Parse(FileReferences.Replace(Encoding.UTF8.GetBytes(canonical), uploads))!;

        var expected = JsonNode.Parse(canonical)!;
        (expected["input"]!["media"]![0]!["url"], expected["input"]!["media"]![0]!["reference_voice"], expected["input"]!["other"]![0]) = (uploads[A], uploads[B], uploads[A]);
        body.ToJsonString().ShouldBe(expected.ToJsonString());
    }

    [Fact]
    public void A_body_without_files_stays_as_it_is_and_so_does_a_reference_that_was_not_uploaded()
    {
        var plain = Encoding.UTF8.GetBytes(Reader.Read(Body("reference_image", "https://e.com/a.png")).Request!.Json);
        FileReferences.Replace(plain, new Dictionary<string, string>()).ShouldBe(plain);

        var other = Encoding.UTF8.GetBytes(Reader.Read(Body("reference_image", $"wan-file:{A}")).Request!.Json);
        FileReferences.Replace(other, new Dictionary<string, string> { [B] = "oss://b/b" }).ShouldBe(other);
    }

    private static CostEstimate Estimate(RequestReading reading) =>
        new CostEstimator(new ModelCatalogue(), new PriceList()).Estimate(reading.Request!, "cn-beijing");

    private static Dictionary<string, MediaFacts> Files(params (string Id, MediaFacts File)[] files) => files.ToDictionary(file => file.Id, file => file.File);

    private static byte[] Body(string type, string url) => Bytes(
        $$$"""{"model":"wan2.7-r2v","input":{"prompt":"{{{(type == "reference_video" ? "Video 1" : "Image 1")}}} waves","media":[{"type":"{{{type}}}","url":{{{JsonValue.Create(url).ToJsonString()}}}}]}}""");

    private static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);

    private static string Findings(RequestReading reading) => string.Join(", ", reading.Findings.Select(finding => $"{finding.Severity} {finding.Code} {finding.Pointer}"));
}
