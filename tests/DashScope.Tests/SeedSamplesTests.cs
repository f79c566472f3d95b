using System.Text;
using System.Text.Json;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Requests;

namespace Wan.DashScope.Tests;

/// <summary>The four request bodies of the vendor's guide, as they can be pasted.</summary>
public sealed class SeedSamplesTests
{
    private static readonly GenerationRequestReader Reader = new(new ModelCatalogue());

    public static TheoryData<string, string[], string> Samples => new()
    {
        { "wan27.json", ["prompt.no_such_reference /input/prompt", "prompt.reference_not_named /input/media/2"], """{"ratio":"16:9"}""" },
        { "wan26-four-references.json", [], "{}" },
        { "wan26-unboxing.json", [], """{"audio":true}""" },
        { "wan26-silent.json", [], "{}" },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_passes_and_only_defaults_are_added(string file, string[] warnings, string added)
    {
        var body = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", file));

        var reading = Reader.Read(body);

        reading.Accepted.ShouldBeTrue();
        reading.Findings.Select(finding => $"{finding.Code} {finding.Pointer}").ShouldBe(warnings);
        Fields(reading.Request!.VendorBody).ShouldBe(Fields(Encoding.UTF8.GetString(body)).Concat(Fields($$"""{"parameters":{{added}}}""")), ignoreOrder: true);
    }

    private static List<string> Fields(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Walk(document.RootElement, "");
    }

    private static List<string> Walk(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => [.. element.EnumerateObject().SelectMany(property => Walk(property.Value, $"{path}/{property.Name}"))],
        JsonValueKind.Array => [.. element.EnumerateArray().SelectMany((item, index) => Walk(item, $"{path}/{index}"))],
        JsonValueKind.String => [$"{path} = {element.GetString()}"],
        _ => [$"{path} = {element.GetRawText()}"],
    };
}
