using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Costs;
using Wan.DashScope.Prices;
using Wan.DashScope.Requests;

namespace Wan.DashScope.Tests;

/// <summary>Seconds and money, before and after.</summary>
public sealed class CostTests
{
    private const string Beijing = "cn-beijing";
    private static readonly ModelCatalogue Catalogue = new();
    private static readonly CostEstimator Costs = new(Catalogue, new PriceList());

    [Fact]
    public void Where_it_is_made_is_not_known_it_costs_from_the_cheapest_to_the_dearest()
    {
        var request = Request("wan2.7-r2v", 0, 1);

        var estimate = Costs.Estimate(request, [Beijing, "ap-southeast-1", "AP-SOUTHEAST-1"]);

        (estimate.UnitPriceMin!.Region, estimate.UnitPrice!.Region).ShouldBe((Beijing, "ap-southeast-1"));
        (estimate.AmountMin!.Amount, estimate.AmountMax!.Amount).ShouldBe(("5.000000", "5.504430"));
        estimate.Unknown.ShouldBeNull();
        Costs.Estimate(request, ["ap-southeast-1", Beijing]).ShouldBe(estimate);
        Costs.Estimate(request, [Beijing, Beijing]).ShouldBe(Costs.Estimate(request, Beijing));
        Costs.Estimate(request, Beijing).UnitPriceMin.ShouldBeNull();
    }

    [Theory]
    [InlineData("mars", "CNY", "in mars is not in the price list")]
    [InlineData(null, "CNY", "the region of the account is")]
    [InlineData("moon", "USD", "is in USD, and can't be compared")]
    public void Of_several_regions_what_is_known_counts_and_what_is_not_is_said(string? other, string currency, string reason)
    {
        var own = new Price { Region = "moon", Model = "wan2.7-r2v", Resolution = 1080, Amount = 100, Currency = currency, Source = "test" };

        var estimate = new CostEstimator(Catalogue, new PriceList([own])).Estimate(Request("wan2.7-r2v", 0, 1), [Beijing, other]);

        estimate.AmountMax!.ShouldBe(new Money { Amount = "5.000000", Currency = "CNY" });
        estimate.Unknown!.ShouldContain(reason);
    }

    // The vendor's table: seconds of each input video that are billed at most, by the divisor.
    [Theory]
    [InlineData("wan2.7-r2v", 1, 0, "5")]
    [InlineData("wan2.7-r2v", 2, 0, "5.0")]
    [InlineData("wan2.7-r2v", 3, 0, "4.95")]
    [InlineData("wan2.7-r2v", 4, 0, "5.00")]
    [InlineData("wan2.7-r2v", 5, 0, "5")]
    [InlineData("wan2.7-r2v", 1, 4, "5")]
    [InlineData("wan2.7-r2v", 2, 1, "5.0")]
    [InlineData("wan2.6-r2v", 1, 0, "5")]
    [InlineData("wan2.6-r2v", 2, 0, "5.0")]
    [InlineData("wan2.6-r2v", 3, 0, "4.95")]
    [InlineData("wan2.6-r2v", 2, 1, "3.30")]
    [InlineData("wan2.6-r2v", 1, 1, "2.5")]
    [InlineData("wan2.6-r2v", 1, 2, "1.65")]
    [InlineData("wan2.6-r2v", 1, 3, "1.25")]
    [InlineData("wan2.6-r2v", 3, 1, "3.75")]
    [InlineData("wan2.6-r2v", 1, 4, "1")]
    [InlineData("wan2.6-r2v", 3, 2, "3")]
    [InlineData("wan2.7-r2v", 0, 5, "0")]
    [InlineData("wan2.6-r2v", 0, 5, "0")]
    public void Long_input_videos_are_billed_up_to_the_cap(string model, int videos, int images, string seconds)
    {
        var request = Request(model, videos, images);

        var known = Costs.Estimate(request, Beijing, [.. Enumerable.Repeat<decimal?>(30, videos)]);
        var unknown = Costs.Estimate(request, Beijing);

        known.InputSecondsMin.ShouldBe(decimal.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture));
        known.InputSecondsMax.ShouldBe(known.InputSecondsMin);
        unknown.InputSecondsMin.ShouldBe(0);
        unknown.InputSecondsMax.ShouldBe(known.InputSecondsMax);
    }

    [Fact]
    public void Short_input_videos_are_billed_by_their_length_and_unknown_ones_as_a_range()
    {
        var estimate = Costs.Estimate(Request("wan2.6-r2v", videos: 2, images: 1), Beijing, [1.2m, null]);

        (estimate.InputSecondsMin, estimate.InputSecondsMax).ShouldBe((1.2m, 2.85m));
    }

    [Fact]
    public void A_reference_that_may_be_a_video_counts_from_nothing_to_the_cap()
    {
        var request = Read("""{"model":"wan2.6-r2v","input":{"prompt":"character1 character2","reference_urls":["https://e.com/a","https://e.com/b.png"]}}""");

        var estimate = Costs.Estimate(request, Beijing);

        (request.References, request.ReferenceVideos, request.PossibleReferenceVideos).ShouldBe((2, 0, 1));
        (estimate.InputSecondsMin, estimate.InputSecondsMax).ShouldBe((0, 2.5m));
    }

    [Theory]
    [InlineData("png", "0")]
    [InlineData("JPG?x=1", "0")]
    [InlineData("jpeg", "0")]
    [InlineData("bmp", "0")]
    [InlineData("webp#x", "0")]
    [InlineData("mp4", "5")]
    [InlineData("MOV", "5")]
    [InlineData("gif", "5")]
    public void The_end_of_a_url_tells_whether_it_may_be_a_video(string end, string seconds)
    {
        foreach (var model in new[] { "wan2.6-r2v", "wan2.6-r2v-flash" })
        {
            var request = Read(RuleCases.Apply(RuleCases.Passing(model), $"/input/reference_urls/0 = \"https://e.com/a.{end}\"").ToJsonString());

            Costs.Estimate(request, Beijing).InputSecondsMax.ShouldBe(decimal.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void A_known_length_says_that_a_reference_is_a_video()
    {
        var request = Read("""{"model":"wan2.6-r2v","input":{"prompt":"character1 character2","reference_urls":["https://e.com/a","https://e.com/b.mp4"]}}""");

        var estimate = Costs.Estimate(request, Beijing, [2, 1]);

        (estimate.InputSecondsMin, estimate.InputSecondsMax).ShouldBe((3m, 3m));
    }

    [Theory]
    [InlineData("wan2.7-r2v", Beijing, """/parameters/resolution = "720P" """, "3.000000", "CNY")]
    [InlineData("wan2.7-r2v", Beijing, "/parameters = {}", "5.000000", "CNY")]
    [InlineData("wan2.7-r2v", "ap-southeast-1", "/parameters = {}", "5.504430", "CNY")]
    [InlineData("wan2.6-r2v", "us-east-1", """/parameters/size = "1280*720" """, "3.000000", "CNY")]
    [InlineData("wan2.6-r2v-flash", Beijing, "/parameters = {}", "2.500000", "CNY")]
    [InlineData("wan2.6-r2v-flash", Beijing, "/parameters/audio = false", "1.250000", "CNY")]
    [InlineData("wan2.6-r2v-flash", "ap-southeast-1", """/parameters/audio = false & /parameters/size = "720*1280" & /parameters/duration = 10""", "1.834810", "CNY")]
    public void An_estimate_multiplies_seconds_and_price_exactly(string model, string region, string change, string amount, string currency)
    {
        var estimate = Costs.Estimate(Read(RuleCases.Apply(RuleCases.Passing(model), change).ToJsonString()), region);

        estimate.AmountMin.ShouldBe(new Money { Amount = amount, Currency = currency });
        estimate.AmountMax.ShouldBe(estimate.AmountMin);
        estimate.Unknown.ShouldBeNull();
        estimate.UnitPrice!.Date.ShouldNotBeNull();
        estimate.UnitPrice.Source.ShouldStartWith("https://");
    }

    [Fact]
    public void Nothing_is_rounded() =>
        Costs.Estimate(Request("wan2.6-r2v", videos: 2, images: 1), "ap-southeast-1", [30, 30]).AmountMax!.Amount.ShouldBe("9.1373538");

    [Theory]
    [InlineData("wan2.7-r2v", "us-east-1")]
    [InlineData("wan2.7-r2v", "mars")]
    [InlineData("wan2.7-r2v", null)]
    public void An_unknown_price_is_said_to_be_unknown(string model, string? region)
    {
        var estimate = Costs.Estimate(Request(model, 0, 1), region);

        estimate.AmountMin.ShouldBeNull();
        estimate.AmountMax.ShouldBeNull();
        estimate.Unknown.ShouldNotBeNullOrWhiteSpace();
        estimate.OutputSeconds.ShouldBe(5);
        var settled = Costs.Settle(model, Request(model, 0, 1).Expected, region, new VideoUsage { Duration = 10 }, estimate);
        (settled.BilledSeconds, settled.Amount, settled.Difference, settled.Unknown).ShouldBe((10m, null, null, estimate.Unknown));
    }

    [Fact]
    public void A_dated_model_has_the_price_of_its_family_unless_it_has_its_own()
    {
        var own = new Price { Region = Beijing, Model = "wan2.7-r2v-2026-06-12", Resolution = 720, Amount = 0.5m, Currency = "CNY", Source = "contract" };

        new PriceList().Find(Beijing, ["wan2.7-r2v-2026-06-12", "wan2.7-r2v"], 720, true)!.Amount.ShouldBe(0.6m);
        new PriceList([own]).Find(Beijing, ["wan2.7-r2v-2026-06-12", "wan2.7-r2v"], 720, true).ShouldBe(own);
        new PriceList([own]).Find(Beijing, ["wan2.7-r2v", "wan2.7-r2v"], 720, true)!.Amount.ShouldBe(0.6m);
    }

    [Fact]
    public void Usage_settles_the_amount_and_the_difference_is_kept()
    {
        var request = Read(RuleCases.Apply(RuleCases.Passing("wan2.7-r2v"), """/parameters/resolution = "720P" & /input/media/1 = @vid""").ToJsonString());
        var estimate = Costs.Estimate(request, Beijing);

        var settled = Costs.Settle(request.Model, request.Expected, Beijing, new VideoUsage { Duration = 8.5m, InputVideoDuration = 3.5m, OutputVideoDuration = 5, Resolution = 720 }, estimate);

        estimate.AmountMax!.Amount.ShouldBe("6.000000");
        settled.BilledSeconds.ShouldBe(8.5m);
        settled.Amount.ShouldBe(new Money { Amount = "5.100000", Currency = "CNY" });
        settled.Difference.ShouldBe(new Money { Amount = "-0.900000", Currency = "CNY" });
    }

    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData(null, "3.3", "5", "8.3")]
    [InlineData(null, null, "5", "5")]
    [InlineData("15", "5", "10", "15")]
    [InlineData("10", "5", "10", "15", "usage.duration is 10")] // As one of the vendor's pages has it.
    [InlineData("10", null, "10", "10")]
    [InlineData("10", "5", null, "10")]
    [InlineData("-5", null, null, null, "usage.duration is -5")]
    [InlineData("-5", "0", "5", "5", "usage.duration is -5")]
    [InlineData("10", "-5", "10", "10", "usage.input_video_duration is -5")]
    [InlineData("99999", null, null, null, "usage.duration is 99999")]
    [InlineData("16", "6", "10", "16", "5 seconds at most")]
    public void What_both_parts_are_together_settles_it_and_the_total_where_one_is_missing(
        string? total, string? input, string? output, string? seconds, string? warning = null)
    {
        var usage = new VideoUsage { Duration = Parse(total), InputVideoDuration = Parse(input), OutputVideoDuration = Parse(output) };

        var settled = Costs.Settle("wan2.6-r2v", Request("wan2.6-r2v", 0, 1).Expected, Beijing, usage);

        settled.BilledSeconds.ShouldBe(Parse(seconds));
        (settled.Amount is null).ShouldBe(seconds is null);
        settled.Unknown.ShouldBe(seconds is not null ? null
            : warning is null ? "The vendor did not say how many seconds it bills." : "What the vendor says of the seconds that it bills can't be.");
        if (warning is null)
            settled.Warnings.ShouldBeNull();
        else
            settled.Warnings.ShouldHaveSingleItem().ShouldContain(warning);

        static decimal? Parse(string? text) => text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void What_was_made_goes_before_what_was_asked_for()
    {
        var expected = Request("wan2.6-r2v-flash", 0, 1).Expected;

        Costs.Settle("wan2.6-r2v-flash", expected, Beijing, new VideoUsage { Duration = 10, Resolution = 720, Audio = false }).Amount!.Amount.ShouldBe("1.500000");
    }

    [Fact]
    public void The_configuration_adds_models_and_prices()
    {
        var provider = Clients.Provide(
            ("Catalogue:Models:wan2.8-r2v", "wan2.7-r2v"),
            ("Catalogue:Prices:0:Region", Beijing), ("Catalogue:Prices:0:Model", "wan2.8-r2v"), ("Catalogue:Prices:0:Resolution", "1080"),
            ("Catalogue:Prices:0:Amount", "2.25"), ("Catalogue:Prices:0:Date", "2026-11-01"), ("Catalogue:Prices:0:Source", "contract 7"),
            ("Catalogue:Prices:1:Region", Beijing), ("Catalogue:Prices:1:Model", "wan2.7-r2v"), ("Catalogue:Prices:1:Resolution", "1080"), ("Catalogue:Prices:1:Amount", "0.9"));
        var body = RuleCases.Apply(RuleCases.Passing("wan2.7-r2v"), """/model = "wan2.8-r2v" """).ToJsonString();

        var request = provider.GetRequiredService<GenerationRequestReader>().Read(Encoding.UTF8.GetBytes(body)).Request!;
        var estimate = provider.GetRequiredService<CostEstimator>().Estimate(request, Beijing);

        request.FamilyName.ShouldBe("wan2.7-r2v");
        estimate.AmountMax.ShouldBe(new Money { Amount = "11.250000", Currency = "CNY" });
        estimate.UnitPrice!.Source.ShouldBe("contract 7");
        provider.GetRequiredService<PriceList>().Find(Beijing, ["wan2.7-r2v", "wan2.7-r2v"], 1080, true)!.Amount.ShouldBe(0.9m);
    }

    [Theory]
    [InlineData("Catalogue:Models:wan2.8-r2v", "wan3")]
    [InlineData("Catalogue:Prices:0:Region", "cn-beijing")]
    public void A_wrong_addition_is_said_at_the_start_with_its_key(string key, string value) =>
        Should.Throw<OptionsValidationException>(() => Clients.Provide(("DASHSCOPE_API_KEY", "sk-1"), (key, value)).GetRequiredService<IStartupValidator>().Validate())
            .Message.ShouldContain(key[..key.LastIndexOf(':')]);

    [Fact]
    public void Every_price_is_of_a_known_family_and_says_where_it_is_from()
    {
        foreach (var price in new PriceList().All)
        {
            Catalogue.Families.ShouldContain(family => (family.Name == price.Model || (family.Models ?? Array.Empty<string>()).Contains(price.Model)) && family.Frames.Any(frame => frame.Tier == price.Resolution));
            price.Amount.ShouldBeGreaterThan(0);
            price.Date.ShouldNotBeNull();
        }
    }

    private static CanonicalRequest Request(string model, int videos, int images)
    {
        var items = Enumerable.Repeat("@vid", videos).Concat(Enumerable.Repeat("@img", images));
        var urls = Enumerable.Repeat("@mp4", videos).Concat(Enumerable.Repeat("@png", images));
        return Read(RuleCases.Apply(
            RuleCases.Passing(model),
            model == "wan2.7-r2v" ? $"/input/media = [{string.Join(',', items)}]" : $"/input/reference_urls = [{string.Join(',', urls)}]").ToJsonString());
    }

    private static CanonicalRequest Read(string json) => new GenerationRequestReader(Catalogue).Read(Encoding.UTF8.GetBytes(json)).Request.ShouldNotBeNull();
}
