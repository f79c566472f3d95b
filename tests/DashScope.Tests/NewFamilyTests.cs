using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Wan.Contracts;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Client;
using Wan.DashScope.Costs;
using Wan.DashScope.Prices;
using Wan.DashScope.Requests;
using Wan.Fixtures;

namespace Wan.DashScope.Tests;

/// <summary>A family is added by its file alone: what may be asked for, what it costs and where it is submitted all follow from that.</summary>
public sealed class NewFamilyTests
{
    private const string Accepted = """{"output":{"task_status":"PENDING","task_id":"0385dc79"},"request_id":"4909100c"}""";
    private static readonly ModelCatalogue Catalogue = InventedFamily.Catalogue();
    private static readonly GenerationRequestReader Reader = new(Catalogue);

    [Fact]
    public void A_request_gets_its_fields_defaults_and_picture_from_the_file()
    {
        var reading = Read("");

        reading.Findings.ShouldBeEmpty();
        reading.Request!.Json.ShouldBe(
            """{"model":"invented-r2v","input":{"prompt":"Video 1 dances","media":[{"type":"clip","url":"https://e.com/a.webm"}]},"parameters":{"resolution":"small","duration":4,"sound":false}}""");
        reading.Request.Expected.ShouldBe(new ExpectedVideo { Width = 960, Height = 960, Resolution = 720, Fps = 30, Duration = 4, Audio = false });
    }

    [Theory]
    [InlineData("/parameters/duration = 7", "duration.out_of_range")]
    [InlineData("/parameters/duration = 2", "duration.out_of_range")]
    [InlineData("/parameters/mood = \"sad\"", "mood.unknown_value")]
    [InlineData("/parameters/resolution = \"1080P\"", "resolution.unknown_value")]
    [InlineData("/parameters/ratio = \"16:9\"", "parameters.other_family")]
    [InlineData("/input/negative_prompt = \"rain\"", "input.other_family")]
    [InlineData("/input/prompt = \"{x*41}\"", "prompt.too_long")]
    [InlineData("/input/media/0/type = \"reference_video\"", "media.unknown_type")]
    [InlineData("/input/media/0/url = \"oss://a/b.webm\"", "url.scheme")]
    public void What_the_file_does_not_allow_is_refused(string change, string code)
    {
        var reading = Read(change);

        reading.Accepted.ShouldBeFalse();
        reading.Findings.Where(finding => finding.Severity == "error").ShouldHaveSingleItem().Code.ShouldBe(code);
    }

    [Fact]
    public void Input_video_is_billed_by_the_numbers_of_the_file()
    {
        var price = new Price { Region = "cn-beijing", Model = "invented-r2v", Resolution = 720, Amount = 0.5m, Currency = "CNY", Source = "here" };
        var request = Read("""/input/media/1 = {"type":"picture","url":"https://e.com/a.png"} & /input/prompt = "Video 1 and Image 1" """).Request!;

        var estimate = new CostEstimator(Catalogue, new PriceList([price])).Estimate(request, "cn-beijing");

        (estimate.InputSecondsMax, estimate.OutputSeconds).ShouldBe((2, 4));
        estimate.AmountMax!.Amount.ShouldBe("3.000000");
    }

    [Fact]
    public async Task Its_tasks_are_made_at_the_path_of_the_file_and_those_of_others_at_theirs()
    {
        await using var vendor = WireStub.Always(WireAnswer.Json(200, Accepted));
        var client = Client(Catalogue);

        await client.SubmitAsync(vendor.Account, "invented-r2v-2026-11-29", "{}"u8.ToArray(), Clients.Window, default);
        await client.SubmitAsync(vendor.Account, Clients.Model, "{}"u8.ToArray(), Clients.Window, default);

        vendor.Requests.Select(request => request.Split(' ')[1]).ShouldBe(
            ["/api/v1/services/aigc/invented/synthesis", "/api/v1/services/aigc/video-generation/video-synthesis"]);
    }

    [Fact]
    public async Task A_model_of_no_known_family_is_not_sent_where_paths_differ_and_the_answer_says_what_to_set()
    {
        await using var vendor = WireStub.Always(WireAnswer.Json(200, Accepted));

        var outcome = await Client(Catalogue).SubmitAsync(vendor.Account, "wan9-r2v", "{}"u8.ToArray(), Clients.Window, default);

        var error = outcome.ShouldBeOfType<SubmitOutcome.ModelUnavailable>().Error;
        error.Code.ShouldBe(DashScopeError.UnknownModel);
        error.Message.ShouldContain("Catalogue:Models:wan9-r2v");
        vendor.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task Where_all_families_share_a_path_an_unknown_model_is_left_to_the_vendor()
    {
        await using var vendor = WireStub.Always(WireAnswer.Json(200, Accepted));

        var outcome = await Client(new ModelCatalogue([InventedFamily.Read()])).SubmitAsync(vendor.Account, "wan9-r2v", "{}"u8.ToArray(), Clients.Window, default);

        outcome.ShouldBeOfType<SubmitOutcome.Accepted>();
    }

    [Fact]
    public void A_model_can_be_added_to_it_by_the_configuration() =>
        new ModelCatalogue([InventedFamily.Read()], [KeyValuePair.Create("newer-r2v", "invented-r2v")]).PathOf("newer-r2v").ShouldBe("services/aigc/invented/synthesis");

    /// <summary>So that one more is one more file: what a rule, a price or a page needs of a family stands there.</summary>
    [Fact]
    public void No_code_names_a_family()
    {
        var names = new ModelCatalogue().Models.Select(model => $"\"{model}\"").ToList();

        var naming = Directory.EnumerateFiles(Repository.File("services"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file).Where(line => names.Any(name => line.Contains(name, StringComparison.Ordinal))).Select(line => $"{Path.GetFileName(file)}: {line.Trim()}"));

        // What readers of the API's description are shown as an example, and what a plan is about where none is named.
        naming.Where(line => !line.StartsWith("GenerationExamples.cs", StringComparison.Ordinal) && !line.StartsWith("PlanInput.cs", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static RequestReading Read(string changes)
    {
        var request = InventedFamily.Passing();
        return Reader.Read(Encoding.UTF8.GetBytes((changes.Length == 0 ? request : RuleCases.Apply(request, changes)).ToJsonString()));
    }

    private static DashScopeClient Client(ModelCatalogue catalogue) =>
        Clients.Services().AddSingleton(catalogue).BuildServiceProvider().GetRequiredService<DashScopeClient>();
}
