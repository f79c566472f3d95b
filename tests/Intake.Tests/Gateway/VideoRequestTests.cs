using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wan.DashScope.Catalogue;
using Wan.Intake.Gateway.OpenAi;

namespace Wan.Intake.Tests.Gateway;

/// <summary>Requests of OpenAI's videos API in our shape.</summary>
public sealed class VideoRequestTests
{
    private static readonly ModelCatalogue Catalogue = new();

    [Theory]
    [InlineData(
        """{"model":"wan2.7-r2v","prompt":"Image 1 waves","seconds":"5","size":"1280x720","input_reference":"https://example.com/a.png"}""",
        """{"model":"wan2.7-r2v","input":{"prompt":"Image 1 waves","media":[{"type":"reference_image","url":"https://example.com/a.png"}]},"parameters":{"duration":5,"resolution":"720P","ratio":"16:9"}}""")]
    [InlineData(
        """{"model":"wan2.6-r2v-flash","prompt":"character1 waves","seconds":4,"size":"1088x832","input_reference":{"image_url":"https://example.com/a.png"}}""",
        """{"model":"wan2.6-r2v-flash","input":{"prompt":"character1 waves","reference_urls":["https://example.com/a.png"]},"parameters":{"duration":4,"size":"1088*832"}}""")]
    [InlineData( // The picture is the first, and what else is referred to comes after it.
        """{"model":"wan2.7-r2v","prompt":"p","input_reference":{"file_id":"01920000-0000-7000-8000-000000000000"},"media":[{"type":"reference_video","url":"https://example.com/a.mp4"}]}""",
        """{"model":"wan2.7-r2v","input":{"prompt":"p","media":[{"type":"reference_image","url":"wan-file:01920000-0000-7000-8000-000000000000"},{"type":"reference_video","url":"https://example.com/a.mp4"}]},"parameters":{}}""")]
    [InlineData(
        """{"model":"wan2.6-r2v","prompt":"p","input_reference":{"file_id":"wan-file:x"},"reference_urls":["https://example.com/a.mp4"]}""",
        """{"model":"wan2.6-r2v","input":{"prompt":"p","reference_urls":["wan-file:x","https://example.com/a.mp4"]},"parameters":{}}""")]
    [InlineData( // As chats write it, and with all that is ours.
        """{"model":"wan2.7-r2v-2026-06-12","prompt":"p","size":"720*1280","input_reference":{"image_url":{"url":"https://example.com/a.png"}},"input":{"negative_prompt":"n"},"parameters":{"seed":7},"metadata":{"order":"42"},"priority":"high","client_request_id":"c","user":"u"}""",
        """{"model":"wan2.7-r2v-2026-06-12","metadata":{"order":"42"},"priority":"high","client_request_id":"c","user":"u","input":{"prompt":"p","media":[{"type":"reference_image","url":"https://example.com/a.png"}],"negative_prompt":"n"},"parameters":{"resolution":"720P","ratio":"9:16","seed":7}}""")]
    [InlineData( // A model that needs no references takes it for the first frame, which it is at OpenAI too. Of a model without a table of pixels the size is tier and shape.
        """{"model":"wan3.0-video-prime","prompt":"p","seconds":"-1","size":"720x1280","input_reference":"https://example.com/a.png"}""",
        """{"model":"wan3.0-video-prime","input":{"prompt":"p","media":[{"type":"first_frame","url":"https://example.com/a.png"}]},"parameters":{"duration":-1,"resolution":"720P","ratio":"9:16"}}""")]
    [InlineData( // Its shape is the picture's.
        """{"model":"wan2.7-i2v","prompt":"p","size":"1280x720","input_reference":"https://example.com/a.png","media":[{"type":"driving_audio","url":"https://example.com/a.mp3"}]}""",
        """{"model":"wan2.7-i2v","input":{"prompt":"p","media":[{"type":"first_frame","url":"https://example.com/a.png"},{"type":"driving_audio","url":"https://example.com/a.mp3"}]},"parameters":{"resolution":"720P"}}""")]
    [InlineData(
        """{"model":"wan2.6-i2v-flash","prompt":"p","input_reference":{"file_id":"x"},"input":{"audio_url":"https://example.com/a.mp3"}}""",
        """{"model":"wan2.6-i2v-flash","input":{"prompt":"p","img_url":"wan-file:x","audio_url":"https://example.com/a.mp3"},"parameters":{}}""")]
    [InlineData(
        """{"model":"wan2.7-videoedit","prompt":"p","size":"1104x832","input_reference":"https://example.com/a.png","media":[{"type":"video","url":"https://example.com/a.mp4"}]}""",
        """{"model":"wan2.7-videoedit","input":{"prompt":"p","media":[{"type":"reference_image","url":"https://example.com/a.png"},{"type":"video","url":"https://example.com/a.mp4"}]},"parameters":{"resolution":"720P","ratio":"4:3"}}""")]
    [InlineData("""{"model":"wan2.7-t2v","prompt":"p","size":"1440x1440","seconds":8}""", """{"model":"wan2.7-t2v","input":{"prompt":"p"},"parameters":{"duration":8,"resolution":"1080P","ratio":"1:1"}}""")]
    [InlineData("""{"model":"happyhorse-1.1-t2v","prompt":"p","size":"1000x800"}""", """{"model":"happyhorse-1.1-t2v","input":{"prompt":"p"},"parameters":{"resolution":"720P","ratio":"5:4"}}""")]
    [InlineData("""{"model":"wan2.5-t2v-preview","prompt":"p","size":"480x832"}""", """{"model":"wan2.5-t2v-preview","input":{"prompt":"p"},"parameters":{"size":"480*832"}}""")]
    [InlineData( // What is of the other family is for the rules to refuse.
        """{"model":"wan2.6-r2v","media":[1],"input_reference":"https://example.com/a.png"}""",
        """{"model":"wan2.6-r2v","input":{"reference_urls":["https://example.com/a.png"],"media":[1]},"parameters":{}}""")]
    [InlineData("""{"model":"sora-2","prompt":"p","size":"1280x720"}""", """{"model":"sora-2","input":{"prompt":"p"},"parameters":{}}""")]
    [InlineData("""{"model":"wan2.7-r2v","input":"x","prompt":"p","parameters":[1]}""", """{"model":"wan2.7-r2v","input":"x","parameters":[1]}""")]
    [InlineData("""{"model":7}""", """{"model":7,"input":{},"parameters":{}}""")]
    [InlineData("""[1]""", """[1]""")]
    public void It_is_translated(string theirs, string ours)
    {
        var (body, findings) = VideoRequest.Translate(Encoding.UTF8.GetBytes(theirs), Catalogue);

        findings.ShouldBeEmpty();
        JsonNode.DeepEquals(JsonNode.Parse(body.Span), JsonNode.Parse(ours)).ShouldBeTrue(Encoding.UTF8.GetString(body.Span));
    }

    [Fact]
    public void Every_size_of_every_model_is_chosen_by_its_pixels()
    {
        foreach (var family in Catalogue.Families)
        {
            foreach (var frame in family.Frames.Where(frame => frame.Width is not null))
            {
                var (body, findings) = VideoRequest.Translate(Encoding.UTF8.GetBytes($$"""{"model":"{{family.Name}}","size":"{{frame.Width}}x{{frame.Height}}"}"""), Catalogue);

                findings.ShouldBeEmpty();
                var parameters = JsonDocument.Parse(body).RootElement.GetProperty("parameters");
                foreach (var name in FrameRule.Parameters.Where(name => frame[name] is not null))
                    parameters.GetProperty(name).GetString().ShouldBe(frame[name]);
            }
        }
    }

    [Theory]
    [InlineData("""{"model":"wan2.6-r2v","size":"1024x1792"}""", "video.size", "/size", "1088x832")]
    [InlineData("""{"model":"wan2.7-r2v","size":1}""", "video.size", "/size", "1104x832")]
    [InlineData("""{"model":"wan3.0-video","size":"500x100"}""", "video.size", "/size", "480P or 720P or 1080P, of the shape 16:9 or ")]
    [InlineData("""{"model":"wan3.0-video","size":"1280x600"}""", "video.size", "/size", "such as 1920x1080, for wan3.0-video")]
    [InlineData("""{"model":"wan2.7-i2v","size":"320x240"}""", "video.size", "/size", "about one of 720P or 1080P, such as")]
    [InlineData("""{"model":"wan2.7-t2v","input_reference":"https://example.com/a.png"}""", "video.input_reference", "/input_reference", "wan2.7-t2v takes no picture")]
    [InlineData("""{"seconds":"4.5"}""", "video.seconds", "/seconds", "whole number")]
    [InlineData("""{"seconds":null}""", "video.seconds", "/seconds", "whole number")]
    [InlineData("""{"input_reference":{"url":"https://example.com"}}""", "video.input_reference", "/input_reference", "file_id")]
    [InlineData("""{"input_reference":7}""", "video.input_reference", "/input_reference", "file_id")]
    public void What_can_not_be_said_in_our_shape_is_told(string theirs, string code, string pointer, string hint)
    {
        var finding = VideoRequest.Translate(Encoding.UTF8.GetBytes(theirs), Catalogue).Findings.ShouldHaveSingleItem();

        (finding.Code, finding.Pointer).ShouldBe((code, pointer));
        finding.Message.ShouldContain(hint);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("\"\xff\"")]
    public void What_is_no_JSON_is_left_to_the_rules(string theirs)
    {
        var body = Encoding.Latin1.GetBytes(theirs);

        VideoRequest.Translate(body, Catalogue).Body.ToArray().ShouldBe(body);
    }

    [Fact]
    public void The_fields_of_a_form_become_JSON_as_its_clients_spread_them()
    {
        var fields = new FormFields();
        foreach (var (name, text) in new[]
        {
            ("model", "wan2.7-r2v"), ("prompt", "{curly}"), ("seconds", "5"), ("media[][type]", "a"), ("media[][url]", "u1"), ("media[][type]", "b"), ("media[][url]", "u2"),
            ("reference_urls[]", "r1"), ("reference_urls[]", "r2"), ("metadata[order]", "42"), ("parameters[seed]", "7"), ("parameters[watermark]", "true"), ("parameters[ratio]", "16:9"),
            ("strict", "false"), ("input", """{"negative_prompt":"n"}"""), ("input_reference[image_url]", "u3"),
        })
        {
            fields.Add(name, text).ShouldBeTrue(name);
        }

        JsonNode.DeepEquals(JsonNode.Parse(fields.ToJson()), JsonNode.Parse("""
            {"model":"wan2.7-r2v","prompt":"{curly}","seconds":"5","media":[{"type":"a","url":"u1"},{"type":"b","url":"u2"}],"reference_urls":["r1","r2"],"metadata":{"order":"42"},
             "parameters":{"seed":7,"watermark":true,"ratio":"16:9"},"strict":false,"input":{"negative_prompt":"n"},"input_reference":{"image_url":"u3"}}
            """)).ShouldBeTrue(Encoding.UTF8.GetString(fields.ToJson()));
    }

    [Theory]
    [InlineData("prompt", "prompt")]
    [InlineData("prompt", "prompt[a]")]
    [InlineData("prompt[a]", "prompt")]
    [InlineData("media[]", "media[a]")]
    [InlineData("media[a]", "media[][b]")]
    [InlineData("input", "input[a][b]")]
    [InlineData("metadata[a]", "metadata[a]")]
    public void Fields_that_contradict_each_other_are_refused(string first, string second)
    {
        var fields = new FormFields();

        fields.Add(first, "x").ShouldBeTrue();
        fields.Add(second, "y").ShouldBeFalse();
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[a]")]
    [InlineData("a]")]
    [InlineData("a[")]
    [InlineData("a[]]")]
    [InlineData("a[[]")]
    public void Odd_names_are_names(string name)
    {
        new FormFields().Add(name, "x").ShouldBeTrue();
        new FormFields().Add(string.Concat(Enumerable.Repeat("a[", 20)) + "]", "x");
        new FormFields().Add("a" + string.Concat(Enumerable.Repeat("[]", 20)), "x").ShouldBeFalse();
    }
}
