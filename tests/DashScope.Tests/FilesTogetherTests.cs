using System.Text;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Costs;
using Wan.DashScope.Files;
using Wan.DashScope.Prices;
using Wan.DashScope.Requests;
using Wan.Media;

namespace Wan.DashScope.Tests;

/// <summary>What several files of a request are together, and what the length of a file says of the video that is made of it.</summary>
public sealed class FilesTogetherTests
{
    private static readonly ModelCatalogue Catalogue = new();
    private static readonly GenerationRequestReader Reader = new(Catalogue);

    // The seconds of reference videos, and those that are asked for.
    [Theory]
    [InlineData("reference_video", 5, "", "5", "7.5")]
    [InlineData("reference_video", 5, "", "7.5", "7.5")]
    [InlineData("reference_video", 5, "file.total_length /input/media", "7.5", "7.6")]
    [InlineData("reference_audio", 5, "file.total_length /input/media", "8", "4", "4")]
    [InlineData("reference_audio", 5, "", "8", "4", "3")]
    [InlineData("reference_video", 5, "file.length /input/media/0/url, file.total_length /input/media", "16")]
    [InlineData("reference_video", 18, "", "5", "7")]
    [InlineData("reference_video", 19, "duration.out_of_range /parameters/duration", "5", "7")]
    [InlineData("reference_video", 17, "", "12.5")]
    [InlineData("reference_video", 18, "duration.out_of_range /parameters/duration", "12.5")]
    [InlineData("reference_video", -1, "", "12.5")]
    [InlineData("reference_audio", 30, "", "12.5")]
    public void Seconds_are_counted_together(string type, int duration, string findings, params string[] seconds)
    {
        var files = seconds.Select((length, i) => (Id: Id(i), File: File(type, length))).ToDictionary(file => file.Id, file => file.File);
        var media = string.Join(',', files.Keys.Select(id => $$"""{"type":"{{type}}","url":"{{FileReference.To(id)}}"}"""));

        var reading = Read($$$"""{"model":"wan3.0-video","input":{"media":[{{{media}}}]},"parameters":{"duration":{{{duration}}}}}""", files);

        string.Join(", ", reading.Findings.Where(finding => finding.Severity == "error").Select(finding => $"{finding.Code} {finding.Pointer}")).ShouldBe(findings);
    }

    [Theory]
    [InlineData("wan2.6-i2v", "img_url", "reference_audio", "file.other_kind")]
    [InlineData("wan2.6-t2v", "audio_url", "reference_video", "file.other_kind")]
    [InlineData("wan2.6-t2v", "audio_url", "reference_audio", "")]
    public void A_field_takes_the_kind_of_file_that_it_is_for(string model, string field, string type, string finding)
    {
        var body = $$$"""{"model":"{{{model}}}","input":{"prompt":"x","{{{field}}}":"{{{FileReference.To(Id(0))}}}"}}""";

        Read(body, new() { [Id(0)] = File(type, "5") }).Findings.Select(found => found.Code).ShouldBe(finding.Length == 0 ? [] : [finding]);
    }

    [Theory]
    [InlineData("wan2.7-i2v", "240 to 8000")]
    [InlineData("happyhorse-1.1-i2v", "300 or more")]
    public void A_picture_that_is_too_small_is_told_what_its_sides_may_be(string model, string sides)
    {
        var body = $$$"""{"model":"{{{model}}}","input":{"media":[{"type":"first_frame","url":"{{{FileReference.To(Id(0))}}}"}]}}""";

        var finding = Read(body, new() { [Id(0)] = new(FileFormat.Png, 1000) { Width = 200, Height = 200 } }).Findings.Single(found => found.Severity == "error");

        finding.Message.ShouldBe($"This PNG has 200 x 200 pixels; {model} takes {sides} on each side.");
    }

    [Fact]
    public void No_file_that_is_uploaded_here_is_a_document()
    {
        var body = $$$"""{"model":"wan3.0-video","input":{"media":[{"type":"file","url":"{{{FileReference.To(Id(0))}}}"}]}}""";

        var finding = Read(body, new() { [Id(0)] = File("reference_audio", "5") }).Findings.ShouldHaveSingleItem();

        (finding.Code, finding.Pointer).ShouldBe(("file.other_kind", "/input/media/0/url"));
        finding.Message.ShouldContain("name it by an address");
    }

    [Fact]
    public void A_video_that_is_kept_as_long_as_a_file_has_one_price()
    {
        var reading = Read($$$"""{"model":"wan2.7-videoedit","input":{"media":[{"type":"video","url":"{{{FileReference.To(Id(0))}}}"}]},"parameters":{"resolution":"720P"}}""", new() { [Id(0)] = File("video", "5.02") });

        var estimate = new CostEstimator(Catalogue, new PriceList()).Estimate(reading.Request!, "cn-beijing");

        (estimate.AmountMin!.Amount, estimate.AmountMax!.Amount).ShouldBe(("6.024000", "6.024000"));
    }

    private static string Id(int number) => $"01890000-0000-7000-8000-{number:D12}";

    private static MediaFacts File(string type, string seconds) => type.EndsWith("audio", StringComparison.Ordinal)
        ? new(FileFormat.Wav, 1000) { Seconds = decimal.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture) }
        : new(FileFormat.Mp4, 1000) { Width = 640, Height = 480, Seconds = decimal.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture) };

    private static RequestReading Read(string body, Dictionary<string, MediaFacts> files) => Reader.Read(Encoding.UTF8.GetBytes(body), files);
}
