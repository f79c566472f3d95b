using System.Text;
using System.Text.Json;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Requests;

namespace Wan.DashScope.Tests;

/// <summary>Pictures in base64 alone, as the AI SDK sends them: the vendor gets the data URI that its page wants.</summary>
public sealed class BareImageTests
{
    private const string Png = "iVBORw0KGgoAAAAN", Jpeg = "/9j/4AAQSkZJRgAB", Webp = "UklGRiQAAABXRUJQ", Bmp = "Qk1GAAAAAAAAADYA";
    private static readonly GenerationRequestReader Reader = new(new ModelCatalogue());

    // The longer ones stay in the body that was read, and are not copied.
    [Theory]
    [InlineData(Png, "png", 4)]
    [InlineData(Png, "png", 400_000)]
    [InlineData(Jpeg, "jpeg", 4)]
    [InlineData(Jpeg, "jpeg", 400_000)]
    [InlineData(Webp, "webp", 40_000)]
    [InlineData(Bmp, "bmp", 40_000)]
    public void One_is_sent_as_the_data_uri_that_it_stands_for(string start, string format, int more)
    {
        var image = start + new string('A', more);
        foreach (var model in new[] { "wan2.6-i2v", "wan2.6-i2v-flash", "wan2.5-i2v-preview", "wan2.7-i2v", "wan3.0-video" })
        {
            var (bare, whole) = (Read(model, image), Read(model, $"data:image/{format};base64,{image}"));

            bare.Request!.Json.ShouldBe(whole.Request!.Json);
            bare.Request.Hash.ShouldBe(whole.Request.Hash);
            bare.Findings.Select(finding => finding.Code).Except(whole.Findings.Select(finding => finding.Code)).ShouldBe(["data_uri.no_head"]);
            Reader.Read(Encoding.UTF8.GetBytes(bare.Request.Json)).Request!.Hash.ShouldBe(bare.Request.Hash);
        }
    }

    [Fact]
    public void One_of_a_format_that_the_model_does_not_take_or_that_is_too_large_is_refused()
    {
        Read("happyhorse-1.1-i2v", Bmp + "AAAA").Findings.ShouldContain(finding => finding.Code == "data_uri.not_an_image" && finding.Pointer == "/input/media/0/url");
        Read("wan2.6-i2v", Png + new string('A', 28_000_000)).Findings.ShouldContain(finding => finding.Code == "data_uri.too_large" && finding.Pointer == "/input/img_url");
    }

    private static RequestReading Read(string model, string image)
    {
        object input = model.StartsWith("wan2.6", StringComparison.Ordinal) || model.StartsWith("wan2.5", StringComparison.Ordinal)
            ? new { prompt = "It waves", img_url = image }
            : new { prompt = "It waves", media = new[] { new { type = "first_frame", url = image } } };
        return Reader.Read(JsonSerializer.SerializeToUtf8Bytes(new { model, input }));
    }
}
