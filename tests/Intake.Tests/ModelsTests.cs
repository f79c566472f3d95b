using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Wan.DashScope.Catalogue;

namespace Wan.Intake.Tests;

/// <summary>The catalogue as data: whoever builds a form for requests needs no page of the vendor's.</summary>
public sealed class ModelsTests : IAsyncDisposable
{
    private readonly IntakeApplication intake = new();

    public ValueTask DisposeAsync() => intake.DisposeAsync();

    [Fact]
    public async Task Every_model_is_shown_with_its_limits_sizes_and_prices()
    {
        var models = await ModelsAsync(intake);

        models.Select(model => model.GetProperty("name").GetString()).ShouldBe(intake.Service<ModelCatalogue>().Models);
        var wan = models.Single(model => model.GetProperty("name").GetString() == "wan2.7-r2v");
        wan.GetProperty("available").GetBoolean().ShouldBeTrue();
        wan.GetProperty("input").GetProperty("max_references").GetInt32().ShouldBe(5);
        wan.GetProperty("input").GetProperty("media").EnumerateArray().Select(media => media.GetProperty("type").GetString())
            .ShouldBe(["reference_image", "reference_video", "first_frame"]);
        wan.GetProperty("parameters").EnumerateArray().Single(parameter => parameter.GetProperty("name").GetString() == "duration").GetRawText()
            .ShouldBe("""{"name":"duration","type":"integer","min":2,"max":15,"max_beside_video":10,"default":"5"}""");
        wan.GetProperty("sizes").EnumerateArray().ShouldContain(size =>
            size.GetProperty("resolution").GetString() == "720P" && size.GetProperty("ratio").GetString() == "9:16" && size.GetProperty("height").GetInt32() == 1280);
        wan.GetProperty("prices").EnumerateArray().ShouldNotBeEmpty();
        wan.GetProperty("prices").EnumerateArray().ShouldAllBe(price => price.GetProperty("region").GetString() == "cn-beijing"); // That of the account.
        decimal.Parse(wan.GetProperty("prices")[0].GetProperty("amount").GetString()!, CultureInfo.InvariantCulture).ShouldBePositive();
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("identity", null)]
    public async Task It_is_packed_for_whoever_takes_that(string taken, string? packed)
    {
        using var http = intake.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { { "Accept-Encoding", taken } } };
        using var answer = await http.SendAsync(request);

        answer.Content.Headers.ContentEncoding.SingleOrDefault().ShouldBe(packed);
        await using var body = await answer.Content.ReadAsStreamAsync();
        await using var text = packed is null ? body : new GZipStream(body, CompressionMode.Decompress);
        (await JsonDocument.ParseAsync(text)).RootElement.GetProperty("items").GetArrayLength().ShouldBe(intake.Service<ModelCatalogue>().Models.Count());
    }

    [Fact]
    public async Task What_stands_together_the_values_that_mean_something_else_and_what_is_doubted_are_shown()
    {
        var models = (await ModelsAsync(intake)).ToDictionary(model => model.GetProperty("name").GetString()!);

        models["wan2.7-i2v"].GetProperty("input").GetProperty("sets")[1].GetRawText().ShouldBe("""["first_frame","driving_audio"]""");
        models["wan2.6-i2v"].GetProperty("input").GetProperty("media")[0].GetProperty("field").GetString().ShouldBe("img_url");
        var wan3 = models["wan3.0-video-prime"];
        wan3.GetProperty("family").GetString().ShouldBe("wan3.0-video");
        wan3.GetProperty("prices").EnumerateArray().Select(price => price.GetProperty("model").GetString()).ShouldAllBe(model => model == "wan3.0-video-prime");
        var media = wan3.GetProperty("input").GetProperty("media").EnumerateArray().ToDictionary(item => item.GetProperty("kind").GetString()!);
        media["audio"].GetProperty("identifier").GetString().ShouldBe("Audio");
        media["video"].GetProperty("limits").GetProperty("max_total_seconds").GetInt32().ShouldBe(15);
        media["last_frame"].GetProperty("not_beside").GetRawText().ShouldBe("""["image","video","audio","document","link"]""");
        wan3.GetProperty("parameters").EnumerateArray().Single(parameter => parameter.GetProperty("name").GetString() == "duration").GetRawText()
            .ShouldBe("""{"name":"duration","type":"integer","min":2,"max":30,"max_with_input":30,"special":[{"value":-1,"means":"automatic"}],"default":"5"}""");
        wan3.GetProperty("facts").GetProperty("doubted").GetArrayLength().ShouldBePositive();
        models["wan2.7-videoedit"].GetProperty("billing").GetRawText().ShouldBe("""{"input":"full"}""");
        models["happyhorse-1.0-video-edit"].GetProperty("output_seconds").GetRawText().ShouldBe("""{"min":3,"max":15}""");
    }

    [Fact]
    public async Task A_model_that_no_account_may_run_is_shown_as_such()
    {
        await using var narrow = new IntakeApplication(settings: [("Accounts:0:Name", "default"), ("Accounts:0:Models:0", "wan2.6-r2v")]);

        (await ModelsAsync(narrow)).Where(model => model.GetProperty("available").GetBoolean()).Select(model => model.GetProperty("name").GetString()).ShouldBe(["wan2.6-r2v"]);
    }

    private static async Task<List<JsonElement>> ModelsAsync(IntakeApplication intake)
    {
        using var http = intake.CreateClient();
        return [.. (await http.GetFromJsonAsync<JsonElement>("/v1/models")).GetProperty("items").EnumerateArray()];
    }
}
