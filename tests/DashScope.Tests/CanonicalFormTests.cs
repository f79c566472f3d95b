using System.Security.Cryptography;
using System.Text;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Requests;

namespace Wan.DashScope.Tests;

/// <summary>Two requests that mean the same have the same canonical form; two that do not, have not.</summary>
public sealed class CanonicalFormTests
{
    private const string Wan27 = """{"model":"wan2.7-r2v","input":{"prompt":"图1 é","media":[{"type":"reference_image","url":"https://e.com/a.png","reference_voice":"https://e.com/v.mp3"}]},"parameters":{"duration":5}}""";
    private const string Flash = """{"model":"wan2.6-r2v-flash","input":{"prompt":"character1","reference_urls":["https://e.com/a.png"]}}""";
    private static readonly GenerationRequestReader Reader = new(new ModelCatalogue());

    [Fact]
    public void The_defaults_are_written_out_in_the_order_of_the_rules()
    {
        Canonical(Wan27).Json.ShouldBe(
            """{"model":"wan2.7-r2v","input":{"prompt":"图1 é","media":[{"type":"reference_image","url":"https://e.com/a.png","reference_voice":"https://e.com/v.mp3"}]},"parameters":{"resolution":"1080P","ratio":"16:9","duration":5,"prompt_extend":true,"watermark":false}}""");
        Canonical(Flash).Json.ShouldBe(
            """{"model":"wan2.6-r2v-flash","input":{"prompt":"character1","reference_urls":["https://e.com/a.png"]},"parameters":{"size":"1920*1080","duration":5,"audio":true,"shot_type":"single","watermark":false}}""");
        Canonical(Flash.Replace("-flash", "", StringComparison.Ordinal)).Json.ShouldBe(
            """{"model":"wan2.6-r2v","input":{"prompt":"character1","reference_urls":["https://e.com/a.png"]},"parameters":{"size":"1920*1080","duration":5,"shot_type":"single","watermark":false}}""");
    }

    [Fact]
    public void The_hash_is_of_the_body_that_is_sent()
    {
        var request = Canonical(Wan27);

        request.VendorBody.ShouldBe(request.Json);
        request.Hash.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request.VendorBody))));
        request.ToString().ShouldBe($"wan2.7-r2v {request.Hash}");
    }

    [Theory]
    [InlineData("""{"parameters":{"duration":5.0},"input":{"media":[{"url":"https://e.com/a.png","referenceVoice":"https://e.com/v.mp3","type":"reference_image"}],"prompt":"\u56fe1 \u00e9"},"model":"wan2.7-r2v"}""")]
    [InlineData("""{"model":"wan2.7-r2v","input":{"prompt":"图1 é","negative_prompt":null,"media":[{"type":"reference_image","url":"https:\/\/e.com/a.png","reference_voice":"https://e.com/v.mp3"}]}}""")]
    [InlineData("""{"model":"wan2.7-r2v","input":{"prompt":"图1 é","media":[{"type":"reference_image","url":"https://e.com/a.png"}],"reference_voice":"https://e.com/v.mp3"},"parameters":null}""")]
    [InlineData("""{"model":"wan2.7-r2v","input":{"prompt":"图1 é","media":[{"type":"reference_image","url":"https://e.com/a.png","reference_voice":"https://e.com/v.mp3"}],"reference_voice":"https://e.com/v.mp3"}}""")]
    [InlineData("""{"model":"wan2.7-r2v","input":{"prompt":"图1 é","media":[{"type":"reference_image","url":"https://e.com/a.png","reference_voice":"https://e.com/v.mp3"}]},"parameters":{"seed":null,"resolution":"1080P","watermark":false,"prompt_extend":true,"ratio":"16:9","duration":0.5e1},"tenant":"a","priority":"high","client_request_id":"1","strict":false,"callback_url":"https://e.com","metadata":{"a":"b"}}""")]
    public void The_same_meaning_has_the_same_form(string other)
    {
        var (request, same) = (Canonical(Wan27), Canonical(other));

        same.Json.ShouldBe(request.Json);
        (same with { Body = request.Body }).ShouldBe(request);
    }

    [Theory]
    [InlineData("/parameters/duration = 6")]
    [InlineData("/parameters/seed = 0")]
    [InlineData("/parameters/resolution = \"720P\"")]
    [InlineData("/input/prompt = \"图1 e\"")]
    [InlineData("/input/negative_prompt = \"rain\"")]
    [InlineData("/input/media/0/reference_voice = \"https://e.com/w.mp3\"")]
    [InlineData("/input/media/0/type = \"reference_video\"")]
    [InlineData("/model = \"wan2.7-r2v-2026-06-12\"")]
    [InlineData("/x = 1")]
    [InlineData("/parameters/x = null")]
    public void Another_meaning_has_another_form(string change)
    {
        var other = RuleCases.Apply(System.Text.Json.Nodes.JsonNode.Parse(Wan27)!.AsObject(), change);

        Canonical(other.ToJsonString()).Hash.ShouldNotBe(Canonical(Wan27).Hash);
    }

    [Fact]
    public void Unknown_fields_are_kept_and_sent_on_by_name()
    {
        var json = Canonical("""
            {"z":1.50,"a":{"d":[1e2,"\u00e9",null,true],"c":-0.0,"b":123456789012345678901234567890.10},"model":"wan2.6-r2v",
             "input":{"function":"f","extend_prompt":true,"prompt":"character1","reference_urls":["https://e.com/a.png"]},"parameters":{"with_audio":false,"audio":true}}
            """).Json;

        json.ShouldBe(
            """{"model":"wan2.6-r2v","input":{"prompt":"character1","reference_urls":["https://e.com/a.png"],"extend_prompt":true,"function":"f"},"""
            + """ "parameters":{"size":"1920*1080","duration":5,"shot_type":"single","watermark":false,"with_audio":false},""".Trim()
            + """ "a":{"b":123456789012345678901234567890.1,"c":0,"d":[100,"é",null,true]},"z":1.5}""".Trim());
    }

    [Fact]
    public void Beside_a_first_frame_no_ratio_is_added_and_the_shape_is_left_open()
    {
        var request = Canonical("""{"model":"wan2.7-r2v","input":{"prompt":"Image 1","media":[{"type":"first_frame","url":"https://e.com/f.png"},{"type":"reference_image","url":"https://e.com/a.png"}]},"parameters":{"resolution":"720P"}}""");

        request.Json.ShouldNotContain("\"ratio\"");
        request.Expected.ShouldBe(new Contracts.ExpectedVideo { Resolution = 720, Fps = 30, Duration = 5, Audio = true });
    }

    [Fact]
    public void A_voice_beside_several_references_is_sent_on_as_given()
    {
        var request = Canonical("""{"model":"wan2.7-r2v","input":{"prompt":"Image 1 Image 2","media":[{"type":"reference_image","url":"https://e.com/a.png"},{"type":"reference_image","url":"https://e.com/b.png"}],"reference_voice":"https://e.com/v.mp3"}}""");

        request.Json.ShouldContain("""}],"reference_voice":"https://e.com/v.mp3"}""");
    }

    [Theory]
    [InlineData("wan2.7-r2v", """/parameters/resolution = "720P" & /parameters/ratio = "4:3" """, 1104, 832, 720)]
    [InlineData("wan2.7-r2v", """/parameters/ratio = "3:4" """, 1248, 1648, 1080)]
    [InlineData("wan2.7-r2v", "/parameters = {}", 1920, 1080, 1080)]
    [InlineData("wan2.6-r2v", """/parameters/size = "1088*832" """, 1088, 832, 720)]
    [InlineData("wan2.6-r2v", """/parameters/size = "1248*1632" """, 1248, 1632, 1080)]
    [InlineData("wan2.6-r2v", "/parameters = {}", 1920, 1080, 1080)]
    public void The_pixels_follow_from_the_parameters(string model, string change, int width, int height, int tier)
    {
        var expected = Canonical(RuleCases.Apply(RuleCases.Passing(model), change).ToJsonString()).Expected;

        (expected.Width, expected.Height, expected.Resolution).ShouldBe((width, height, tier));
    }

    [Theory]
    [InlineData("wan2.6-r2v-flash", "/parameters/audio = false", false)]
    [InlineData("wan2.6-r2v-flash", "/parameters = {}", true)]
    [InlineData("wan2.6-r2v", "/parameters = {}", true)]
    [InlineData("wan2.7-r2v", "/parameters = {}", true)]
    public void The_sound_follows_from_family_and_parameters(string model, string change, bool audio) =>
        Canonical(RuleCases.Apply(RuleCases.Passing(model), change).ToJsonString()).Expected.Audio.ShouldBe(audio);

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.0", "1")]
    [InlineData("10e-1", "1")]
    [InlineData("-0", "0")]
    [InlineData("0.000", "0")]
    [InlineData("0e99999999999999", "0e99999999999999")]
    [InlineData("100", "100")]
    [InlineData("1E2", "100")]
    [InlineData("-12.3400", "-12.34")]
    [InlineData("0.00001", "0.00001")]
    [InlineData("0.0000001", "1e-7")]
    [InlineData("12.5e-9", "1.25e-8")]
    [InlineData("123456789012345678901", "123456789012345678901")]
    [InlineData("1234567890123456789012", "1.234567890123456789012e21")]
    [InlineData("1e400", "1e400")]
    [InlineData("-1.50E+400", "-1.5e400")]
    [InlineData("1e-99999999999999999999", "1e-99999999999999999999")]
    public void A_number_has_one_spelling(string number, string spelling)
    {
        Requests.CanonicalNumber.Of(number).ShouldBe(spelling);
        Requests.CanonicalNumber.Of(spelling).ShouldBe(spelling);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("Größe 漢")]
    [InlineData("\uD83D\uDE00")]
    [InlineData("\\n\\u00e9\\/")]
    [InlineData("\u2028")]
    public void A_long_text_is_spelled_as_a_short_one_and_need_not_be_copied(string piece)
    {
        var copies = 100_000 / piece.Length;

        var request = Canonical(With(string.Concat(Enumerable.Repeat(piece, copies))));

        var once = Canonical(With(piece)).Json;
        var spelled = once[(once.IndexOf("\"x\":\"", StringComparison.Ordinal) + 5)..once.LastIndexOf('"')];
        request.Json.ShouldBe(once.Replace(spelled, string.Concat(Enumerable.Repeat(spelled, copies)), StringComparison.Ordinal));
        request.Hash.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(request.Json))));
        request.Body.IsSingleSegment.ShouldBe(piece is not ("abc" or "Größe 漢"));

        static string With(string text) =>
            $$$"""{"model":"wan2.7-r2v","input":{"prompt":"A","media":[{"type":"reference_image","url":"https://example.com/a.png"}]},"x":"{{{text}}}"}""";
    }

    private static CanonicalRequest Canonical(string json)
    {
        var reading = Reader.Read(Encoding.UTF8.GetBytes(json));
        reading.Findings.Where(finding => finding.Severity == "error").ShouldBeEmpty();
        return reading.Request.ShouldNotBeNull();
    }
}
