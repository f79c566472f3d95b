namespace Wan.Planning.Tests;

public sealed class PlanArgumentTests
{
    [Theory]
    [InlineData("--accounts 0", "--accounts must be a whole number from 1 to 1000, but is '0'.")]
    [InlineData("--accounts", "--accounts needs a value.")]
    [InlineData("--accounts 4 --accounts 5", "--accounts is given twice; give it once.")]
    [InlineData("--acounts 4", "--acounts is no option of plan. There are --accounts,")]
    [InlineData("--json=yes", "--json is no option of plan.")]
    [InlineData("--per-day 20000000", "--per-day must be a whole number from 1 to 10000000, but is '20000000'.")]
    [InlineData("--per-day 1e3", "--per-day must be a whole number")]
    [InlineData("--rendering 5", "--rendering must be a length of time with its unit, such as 100ms, 90s, 5m or 1h, but is '5'.")]
    [InlineData("--rendering 5m..", "--rendering must be a length of time with its unit")]
    [InlineData("--rendering 5m..2m", "--rendering must be a mean or a range that ends after its beginning")]
    [InlineData("--rendering 0s", "--rendering must be a mean or a range that ends after its beginning, above 0")]
    [InlineData("--rendering 4h", "at most 3h, which is the vendor's limit, but is '4h'.")]
    [InlineData("--rendering NaNs", "--rendering must be a length of time")]
    [InlineData("--model wan9", "--model is no model that is known: 'wan9'. Known are ")]
    [InlineData("--duration 99", "--duration does not fit: ")]
    [InlineData("--size 4K", "--size does not fit: ")]
    [InlineData("--submits-per-second 0", "--submits-per-second must be a number from 0.001 to 1000, but is '0'.")]
    [InlineData("--running -1", "--running must be a whole number from 1 to 10000, but is '-1'.")]
    [InlineData("--queries-per-second NaN", "--queries-per-second must be a number from 1 to 10000, but is 'NaN'.")]
    [InlineData("--high 2", "--high must be a share such as 0.1 or 10%, but is '2'.")]
    [InlineData("--high 60% --low 0.5", "--high and --low are shares of all, and together 1.1; give them at most 1.")]
    [InlineData("--shape round", "--shape must be flat (evenly over the day), day (more by day than by night) or once (all at the beginning), but is 'round'.")]
    [InlineData("--latency 2m", "--latency must be at most a minute")]
    [InlineData("--region mars", "--region must be one whose prices are known, cn-beijing, ap-southeast-1, ")]
    [InlineData("--seed x", "--seed must be a whole number")]
    public void A_wrong_option_is_named_with_what_it_may_be_and_the_exit_code_is_2(string options, string sentence)
    {
        var (code, output, errors) = Plans.Command(options);

        code.ShouldBe(2);
        output.ShouldBeEmpty();
        errors.ShouldContain(sentence);
    }

    [Theory]
    [InlineData("--per-day 30 --rendering 10s")]
    [InlineData("--per-day=30 --rendering=10s..20s --accounts=3 --high=10% --low=0.2 --shape=day --tenants=5 --latency=50ms --watched=1 --seed=0")]
    [InlineData("--per-day 30 --model wan2.6-r2v-flash --size 1280*720 --duration 2 --region ap-southeast-1 --rendering 1.5m --running 1 --submits-per-second 0.5 --queries-per-second 1")]
    public void What_is_right_is_planned(string options)
    {
        var (code, output, errors) = Plans.Command(options);

        errors.ShouldBeEmpty();
        code.ShouldBe(0);
        output.ShouldContain("30 generations of wan2.");
        output.ShouldContain("makespan");
        output.ShouldContain("Submitter 1");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--accounts 4 --help")]
    [InlineData("help")]
    public void Help_says_what_each_option_means(string options)
    {
        var (code, output, errors) = Plans.Command(options);

        code.ShouldBe(0);
        errors.ShouldBeEmpty();
        var (_, _, refusal) = Plans.Command("--none 1");
        foreach (var option in refusal.Split(' ').Select(word => word.Trim(',', '.', ';')).Where(word => word.StartsWith("--", StringComparison.Ordinal) && word is not ("--none" or "--help")))
            output.ShouldContain($"  {option} ");
    }

    [Fact]
    public void A_price_that_is_not_known_is_not_zero()
    {
        var (_, output, _) = Plans.Command("--per-day 3 --rendering 10s --model wan2.7-r2v --region us-east-1");

        output.ShouldContain("money             ");
        output.ShouldNotContain("money             0");
        output.ShouldContain("us-east-1");
    }
}
