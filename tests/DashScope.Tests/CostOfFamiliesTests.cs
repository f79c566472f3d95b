using System.Text;
using Wan.Contracts;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Costs;
using Wan.DashScope.Prices;
using Wan.DashScope.Requests;

namespace Wan.DashScope.Tests;

/// <summary>Seconds and money of the models beside reference-to-video: which are billed, and what stays open until the vendor says.</summary>
public sealed class CostOfFamiliesTests
{
    private const string Beijing = "cn-beijing";
    private static readonly ModelCatalogue Catalogue = new();
    private static readonly CostEstimator Costs = new(Catalogue, new PriceList());

    // By the vendor's price page: model, region, changes, the amount.
    [Theory]
    [InlineData("wan3.0-video", Beijing, """/parameters/resolution = "480P" """, "1.500000")]
    [InlineData("wan3.0-video", Beijing, "/parameters/audio = false", "6.000000")]
    [InlineData("wan3.0-video", "ap-southeast-1", """/parameters/resolution = "720P" """, "3.747100")]
    [InlineData("wan3.0-video", "ap-northeast-1", """/parameters/resolution = "720P" """, "3.000000")]
    [InlineData("wan3.0-video-prime", Beijing, """/parameters/resolution = "480P" """, "2.250000")]
    [InlineData("wan3.0-video-prime-2026-09-01", Beijing, "/parameters = {}", "9.000000")]
    [InlineData("wan3.0-video-2026-09-01", "eu-central-1", "/parameters = {}", "6.000000")]
    [InlineData("wan2.7-t2v", Beijing, "/parameters/duration = 15", "15.000000")]
    [InlineData("wan2.7-t2v-2026-06-12", "ap-southeast-1", """/parameters/resolution = "720P" """, "3.669620")]
    [InlineData("wan2.7-i2v", Beijing, """/parameters/resolution = "720P" & /input/media = [@clip]""", "3.000000")]
    [InlineData("wan2.6-t2v", "us-east-1", """/parameters/size = "1280*720" """, "3.000000")]
    [InlineData("wan2.6-i2v", Beijing, "/parameters = {}", "5.000000")]
    [InlineData("wan2.6-i2v-flash", Beijing, "/parameters = {}", "2.500000")]
    [InlineData("wan2.6-i2v-flash", Beijing, "/parameters/audio = false", "1.250000")]
    [InlineData("wan2.5-t2v-preview", Beijing, """/parameters/size = "832*480" & /parameters/duration = 10""", "3.000000")]
    [InlineData("wan2.5-i2v-preview", "ap-southeast-1", """/parameters/resolution = "480P" """, "1.834805")]
    [InlineData("happyhorse-1.1-t2v", Beijing, """/parameters/resolution = "480P" """, "2.250000")]
    [InlineData("happyhorse-1.0-t2v", Beijing, "/parameters = {}", "8.000000")]
    [InlineData("happyhorse-1.0-i2v", "eu-central-1", """/parameters/resolution = "720P" """, "4.500000")]
    [InlineData("happyhorse-1.1-r2v", "ap-northeast-1", "/parameters = {}", "6.000000")]
    public void An_estimate_multiplies_the_seconds_of_the_result_and_the_price(string model, string region, string change, string amount)
    {
        var estimate = Costs.Estimate(Read(model, change), region);

        estimate.AmountMin.ShouldBe(new Money { Amount = amount, Currency = "CNY" });
        estimate.AmountMax.ShouldBe(estimate.AmountMin);
        estimate.OutputSecondsMin.ShouldBeNull();
    }

    // What the vendor decides, or what an input's unknown length decides, is a range.
    [Theory]
    [InlineData("wan3.0-video", "/parameters/duration = -1", "0", "0", "2", "30")]
    [InlineData("wan3.0-video", "/input/media = [@vid]", "1", "15", "5", "5")]
    [InlineData("wan3.0-video", "/input/media = [@vid,@vid,@img]", "2", "15", "5", "5")]
    [InlineData("wan3.0-video", "/input/media = [@vid] & /parameters/duration = -1", "1", "15", "2", "30")]
    [InlineData("wan2.7-videoedit", "/parameters = {}", "2", "10", "2", "10")]
    [InlineData("wan2.7-videoedit", "/parameters/duration = 3", "2", "10", "2", "3")]
    [InlineData("wan2.7-videoedit", "/parameters/duration = 2", "2", "10", "2", "2")]
    [InlineData("happyhorse-1.0-video-edit", "/parameters = {}", "3", "60", "3", "15")]
    public void What_is_left_open_is_a_range(string model, string change, string inputMin, string inputMax, string outputMin, string outputMax)
    {
        var estimate = Costs.Estimate(Read(model, change), Beijing);

        (estimate.InputSecondsMin, estimate.InputSecondsMax).ShouldBe((Number(inputMin), Number(inputMax)));
        (estimate.OutputSecondsMin ?? estimate.OutputSeconds, estimate.OutputSeconds).ShouldBe((Number(outputMin), Number(outputMax)));
        Number(estimate.AmountMin!.Amount).ShouldBe((Number(inputMin) + Number(outputMin)) * estimate.UnitPrice!.Amount);
        Number(estimate.AmountMax!.Amount).ShouldBe((Number(inputMax) + Number(outputMax)) * estimate.UnitPrice.Amount);
    }

    [Theory]
    [InlineData("wan2.7-videoedit", "/parameters = {}", "5.02", "5.02", "5.02")]
    [InlineData("happyhorse-1.0-video-edit", "/parameters = {}", "6.62", "6.62", "6.62")]
    [InlineData("happyhorse-1.0-video-edit", "/parameters = {}", "40", "40", "15")]
    [InlineData("wan3.0-video", "/input/media = [@vid]", "7.5", "7.5", "5")]
    public void A_known_length_of_the_input_narrows_it_down(string model, string change, string length, string input, string output)
    {
        var estimate = Costs.Estimate(Read(model, change), Beijing, [Number(length)]);

        (estimate.InputSecondsMin, estimate.InputSecondsMax, estimate.OutputSeconds).ShouldBe((Number(input), Number(input), Number(output)));
        estimate.AmountMax.ShouldBe(estimate.AmountMin);
    }

    // What is edited is cut; whether it may become longer than it was is not said, so that the most is what is asked for.
    [Theory]
    [InlineData(8, "5.02", "5.02", "8")]
    [InlineData(3, "5.02", "3", "3")]
    [InlineData(10, "10", "10", "10")]
    public void An_edited_video_that_is_asked_longer_than_it_was_costs_from_the_one_to_the_other(int duration, string length, string least, string most)
    {
        var request = Read("wan2.7-videoedit", $"/parameters/duration = {duration}");

        var estimate = Costs.Estimate(request, Beijing, [Number(length)]);

        (estimate.OutputSecondsMin ?? estimate.OutputSeconds, estimate.OutputSeconds).ShouldBe((Number(least), Number(most)));
        Number(estimate.AmountMin!.Amount).ShouldBe(Number(length) + Number(least));
        Number(estimate.AmountMax!.Amount).ShouldBe(Number(length) + Number(most));
        var made = Math.Min(duration, Number(length));
        var settled = Costs.Settle(request.Model, request.Expected, Beijing, new VideoUsage { Duration = Number(length) + made, InputVideoDuration = Number(length), OutputVideoDuration = made, Resolution = 1080 }, estimate);
        Number(settled.Difference!.Amount).ShouldBeLessThanOrEqualTo(0);
        Number(settled.Amount!.Amount).ShouldBeGreaterThanOrEqualTo(Number(estimate.AmountMin.Amount));
    }

    [Fact]
    public void What_was_left_to_the_vendor_is_not_expected()
    {
        Read("wan3.0-video", "/parameters/duration = -1").Expected.ShouldBe(new ExpectedVideo { Resolution = 1080, Fps = 30, Audio = true });
        Read("wan2.7-videoedit", "/parameters = {}").Expected.ShouldBe(new ExpectedVideo { Resolution = 1080 });
        Read("wan2.7-videoedit", """/parameters/ratio = "1:1" & /parameters/duration = 4""").Expected.ShouldBe(new ExpectedVideo { Width = 1440, Height = 1440, Resolution = 1080, Duration = 4 });
        Read("wan2.7-i2v", """/parameters/resolution = "720P" """).Expected.ShouldBe(new ExpectedVideo { Resolution = 720, Duration = 5, Audio = true });
        Read("wan2.5-t2v-preview", """/parameters/size = "624*624" """).Expected.ShouldBe(new ExpectedVideo { Width = 624, Height = 624, Resolution = 480, Duration = 5, Audio = true });
        Read("wan2.6-i2v-flash", "/parameters/audio = false").Expected.Audio.ShouldBe(false);
        Read("happyhorse-1.0-video-edit", "/parameters = {}").KeepsLength.ShouldBeTrue();
    }

    [Fact]
    public void Usage_settles_a_range_exactly()
    {
        var request = Read("wan3.0-video", """/input/media = [@vid] & /parameters/duration = -1 & /parameters/resolution = "720P" """);
        var estimate = Costs.Estimate(request, Beijing);

        var settled = Costs.Settle(request.Model, request.Expected, Beijing, new VideoUsage { Duration = 11.5m, InputVideoDuration = 7.5m, OutputVideoDuration = 11.5m, Resolution = 720 }, estimate);

        settled.BilledSeconds.ShouldBe(19); // Of a usage whose duration is the output's alone, the parts tell.
        settled.Amount!.Amount.ShouldBe("11.400000");
    }

    // A video of 15 seconds that goes on from a clip of 3 is billed 15, whether the vendor tells the clip or not.
    [Theory]
    [InlineData(15, 0, 15, 15, null)]
    [InlineData(15, 3, 15, 15, null)]
    [InlineData(null, 3, 15, 15, "left out")]
    [InlineData(15, 3, null, 15, null)]
    [InlineData(18, 3, 15, 18, "usage.duration is 18")]
    [InlineData(null, 3, null, null, "left out")]
    public void Input_of_a_model_that_bills_none_is_not_billed(int? duration, int? input, int? output, int? billed, string? warning)
    {
        var request = Read("wan2.7-i2v", "/input/media = [@clip] & /parameters/duration = 15");

        var settled = Costs.Settle(request.Model, request.Expected, Beijing, new VideoUsage { Duration = duration, InputVideoDuration = input, OutputVideoDuration = output, Resolution = 1080 });

        settled.BilledSeconds.ShouldBe(billed);
        settled.Amount?.Amount.ShouldBe($"{billed}.000000");
        if (warning is null)
            settled.Warnings.ShouldBeNull();
        else
            settled.Warnings.ShouldHaveSingleItem().ShouldContain(warning);
    }

    private static CanonicalRequest Read(string model, string change)
    {
        var reading = new GenerationRequestReader(Catalogue).Read(Encoding.UTF8.GetBytes(RuleCases.Apply(RuleCases.Passing(Catalogue.Find(model)!.Name), $"/model = \"{model}\" & {change}").ToJsonString()));
        return reading.Request.ShouldNotBeNull(string.Join(' ', reading.Findings.Select(finding => finding.Message)));
    }

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
