using Microsoft.Extensions.Options;

namespace Wan.Simulator.Tests;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("Speed=0", "Simulator:Speed must be more than 0")]
    [InlineData("RunningTasks=-1", "Simulator:RunningTasks must be 0 (off) or more")]
    [InlineData("QueriesPerSecond=-1", "Simulator:QueriesPerSecond must be 0 (off) or more")]
    [InlineData("UrlLifetime=00:00:00", "Simulator:UrlLifetime must be more than 0")]
    [InlineData("MinimumVideoBytes=5000000000", "Simulator:MinimumVideoBytes must be 0 to 4 GB")]
    [InlineData("Models:m:SubmitsPerSecond=-1", "Simulator:Models:m:SubmitsPerSecond must be 0 (off) or more")]
    [InlineData("Models:mine-r2v:RunningTasks=1", "Simulator:Models:mine-r2v is of no known family; set Catalogue:Models:mine-r2v to one of ")]
    [InlineData("RenderTime=soon", "Simulator:RenderTime")]
    [InlineData("RenderTime=00:00:10..00:00:02", "Simulator:RenderTime")]
    public void A_setting_that_makes_no_sense_stops_the_start_with_its_key(string setting, string message)
    {
        var failure = Should.Throw<Exception>(() => SimulatorApplication.Build([$"--Simulator:{setting}"]));

        failure.ShouldBeAssignableTo(failure is OptionsValidationException ? typeof(OptionsValidationException) : typeof(InvalidOperationException));
        failure.Message.ShouldContain(message);
    }

    [Fact]
    public void A_key_can_not_belong_to_two_accounts()
    {
        var failure = Should.Throw<OptionsValidationException>(() => SimulatorApplication.Build(["--Simulator:Accounts:a:0=sk-secret", "--Simulator:Accounts:b:0=sk-secret"]));

        failure.Message.ShouldContain("Simulator:Accounts");
        failure.Message.ShouldNotContain("sk-secret");
    }

    [Theory]
    [InlineData("00:00:02", 0.3, 2, 2)]
    [InlineData("00:00:02..00:00:10", 0.25, 4, 4)]
    [InlineData("00:04:00~0.5", 0.5, 60, 960)]
    public void A_time_can_be_fixed_spread_evenly_or_log_normal(string text, double place, double atLeast, double atMost)
    {
        var range = TimeRange.Parse(text);

        range.At(place, 0.7).TotalSeconds.ShouldBeInRange(atLeast, atMost);
        TimeRange.Parse(range.ToString()).ShouldBe(range);
    }

    [Fact]
    public void Half_of_a_log_normal_spread_is_below_its_median()
    {
        var range = TimeRange.Parse("00:04:00~0.5");
        var times = Enumerable.Range(0, 10_000).Select(i => range.At(SeededDraw.At(1, 2 * i), SeededDraw.At(1, (2 * i) + 1)).TotalSeconds).ToList();

        times.Count(seconds => seconds < 240).ShouldBeInRange(4800, 5200);
        times.Count(seconds => seconds > 240 / Math.Exp(0.5) && seconds < 240 * Math.Exp(0.5)).ShouldBeInRange(6600, 7050);
    }
}
