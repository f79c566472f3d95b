using System.Text;
using System.Text.Json;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Requests;

namespace Wan.DashScope.Tests;

/// <summary>The request bodies of the vendor's references of each model: they pass, and what they say is sent on.</summary>
public sealed class VendorSamplesTests
{
    private static readonly ModelCatalogue Catalogue = new();
    private static readonly GenerationRequestReader Reader = new(Catalogue);

    // The file, its warnings (the vendor itself numbers too far or not at all), the parameters that are added.
    public static TheoryData<string, string[], string> Samples => new()
    {
        { "wan30-text.json", [], """{"audio":true,"watermark":false}""" },
        { "wan30-file.json", [], """{"audio":true,"watermark":false}""" },
        { "wan30-references.json", [], """{"audio":true,"watermark":false}""" },
        { "wan30-frames.json", [], """{"audio":true,"watermark":false}""" },
        { "wan30-edit.json", ["prompt.reference_not_named"], """{"ratio":"adaptive","duration":5,"audio":true,"watermark":false}""" },
        { "wan27-text.json", [], """{"duration":5,"prompt_extend":true,"watermark":false}""" },
        { "wan27-text-sound.json", [], """{"watermark":false}""" },
        { "wan27-image-sound.json", [], "{}" },
        { "wan27-image-frames.json", [], "{}" },
        { "wan27-image-clip.json", [], "{}" },
        { "wan27-edit-clothes.json", [], """{"duration":0,"audio_setting":"auto"}""" },
        { "wan27-edit-style.json", [], """{"duration":0,"audio_setting":"auto"}""" },
        { "wan26-text.json", [], """{"watermark":false}""" },
        { "wan26-image-flash.json", [], """{"audio":true,"watermark":false}""" },
        { "wan25-text.json", [], """{"watermark":false}""" },
        { "wan25-image.json", [], """{"watermark":false}""" },
        { "happyhorse-text.json", [], """{"watermark":true}""" },
        { "happyhorse-image.json", [], """{"watermark":true}""" },
        { "happyhorse-references.json", [], """{"watermark":true}""" },
        { "happyhorse-edit.json", [], """{"audio_setting":"auto","watermark":true}""" },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_passes_and_only_defaults_are_added(string file, string[] warnings, string added)
    {
        var body = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", file));

        var reading = Reader.Read(body);

        reading.Accepted.ShouldBeTrue();
        reading.Findings.Select(finding => finding.Code).ShouldBe(warnings);
        Leaves(reading.Request!.VendorBody).ShouldBe(Leaves(Encoding.UTF8.GetString(body)).Concat(Leaves($$"""{"parameters":{{added}}}""")), ignoreOrder: true);
    }

    [Fact]
    public void Every_family_has_a_sample()
    {
        var sampled = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Samples")).Select(file => Catalogue.Find(JsonDocument.Parse(File.ReadAllBytes(file)).RootElement.GetProperty("model").GetString()!)!.Name);

        // Of wan2.6-i2v the vendor's page shows the request of -flash alone.
        Catalogue.Families.Select(family => family.Name).Except(sampled).ShouldBe(["wan2.6-i2v", "wan2.6-r2v"], ignoreOrder: true);
    }

    private static IEnumerable<string> Leaves(string json) => Leaves(JsonDocument.Parse(json).RootElement, "");

    private static IEnumerable<string> Leaves(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Leaves(property.Value, $"{path}/{property.Name}")),
        JsonValueKind.Array => element.EnumerateArray().SelectMany((item, index) => Leaves(item, $"{path}/{index}")),
        JsonValueKind.String => [$"{path} = {element.GetString()}"],
        _ => [$"{path} = {element.GetRawText()}"],
    };
}
