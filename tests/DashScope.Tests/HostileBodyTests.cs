using System.Text;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Requests;

namespace Wan.DashScope.Tests;

/// <summary>Bodies made to be expensive: what is said of them stays short, and so does the work.</summary>
public sealed class HostileBodyTests
{
    private static readonly GenerationRequestReader Reader = new(new ModelCatalogue());

    [Fact]
    public void Below_a_very_long_key_nothing_is_copied_at_every_step()
    {
        var body = Encoding.UTF8.GetBytes($$"""{"{{new string('k', 100_000)}}":[{{string.Join(',', Enumerable.Repeat("{}", 20_000))}},{"a":1,"a":2}]}""");
        var before = GC.GetAllocatedBytesForCurrentThread();

        var reading = Reader.Read(body);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(20_000_000);
        reading.Findings.Single(finding => finding.Code == "body.duplicate_key").Pointer.ShouldBe("");
    }

    [Fact]
    public void A_hundred_findings_below_a_very_long_key_are_short()
    {
        var (key, keys) = (new string('k', 100_000), string.Join(',', Enumerable.Repeat("\"a\":1", 200)));
        var body = "{\"x\":{\"" + key + "\":{" + keys + "}}}";

        var findings = Reader.Read(Encoding.UTF8.GetBytes(body)).Findings;

        findings.Count.ShouldBe(101);
        findings.ShouldAllBe(finding => finding.Pointer.Length <= 1000 && finding.Message.Length <= 1000);
        findings[0].Pointer.ShouldBe("/x");
    }

    [Theory]
    [InlineData("a.")]
    [InlineData("a://")]
    [InlineData("sk-")]
    public void A_very_long_value_is_described_and_not_shown(string piece)
    {
        var value = string.Concat(Enumerable.Repeat(piece, 100_000));

        var message = Reader.Read(Encoding.UTF8.GetBytes($$$"""{"model":"{{{value}}}","input":{}}""")).Findings[0].Message;

        message.ShouldStartWith($"The model a string of {value.Length + 2} bytes is not known");
    }

    [Fact]
    public void Far_too_many_items_are_counted()
    {
        var items = string.Join(',', Enumerable.Repeat("5", 60).Concat(Enumerable.Repeat("""{"type":"reference_video","url":"x"}""", 1000)));

        var findings = Reader.Read(Encoding.UTF8.GetBytes($$$"""{"model":"wan2.7-r2v","input":{"prompt":"x","media":[{{{items}}}]}}""")).Findings;

        findings.Single(finding => finding.Code == "media.too_many_videos").Pointer.ShouldBe("/input/media/65");
        findings.Single(finding => finding.Code == "media.too_many_references").Message.ShouldContain("there are 1000");
        findings.Count(finding => finding.Code == "media.not_an_object").ShouldBe(50);
    }
}
