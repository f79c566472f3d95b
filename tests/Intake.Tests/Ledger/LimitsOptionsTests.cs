using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wan.Intake.Limits;

namespace Wan.Intake.Tests.Ledger;

/// <summary>Limits as they are configured.</summary>
public sealed class LimitsOptionsTests
{
    [Fact]
    public void Limits_are_read_exactly()
    {
        var limits = Read(("Limits:Tenants:acme:DailyBudget", "0.1"), ("Limits:Default:MaxWaiting", "0"), ("Limits:Currency", "USD")).Value;

        limits.Of("acme").DailyBudget.ShouldBe(0.1m);
        limits.Of("acme").MaxWaiting.ShouldBeNull();
        limits.Of("other").MaxWaiting.ShouldBe(0);
        new LimitsOptions().Of("anybody").IsLimited.ShouldBeFalse();
    }

    [Theory]
    [InlineData("Limits:Default:DailyBudget", "-1")]
    [InlineData("Limits:Default:MonthlyBudget", "-0.01")]
    [InlineData("Limits:Tenants:acme:MaxWaiting", "-1")]
    [InlineData("Limits:Tenants:acme:RequestsPerSecond", "0")]
    [InlineData("Limits:Tenants:acme:RequestsPerSecond", "NaN")]
    [InlineData("Limits:Tenants:acme:Burst", "5")]
    [InlineData("Limits:Default:AllowUnpriced", "true")]
    [InlineData("Limits:ReleaseAfter", "00:00:10")]
    [InlineData("Limits:SweepInterval", "00:00:00")]
    [InlineData("Limits:Currency", "yuan")]
    [InlineData("Limits:Default:DailyBudgets", "1", "'DailyBudgets'")]
    [InlineData("Limits:Default:DailyBudget", "much", "Limits:Default:DailyBudget")]
    [InlineData("Limits:Tenants:no tenant:MaxWaiting", "1", "'no tenant' is no tenant's name")]
    public void A_limit_that_makes_no_sense_is_refused_by_its_name(string key, string value, string? said = null) =>
        Should.Throw<Exception>(() => Read((key, value))).ToString().ShouldContain(said ?? key);

    private static IOptions<LimitsOptions> Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationManager { ["DASHSCOPE_API_KEY"] = "sk-test" };
        foreach (var (key, value) in settings)
            configuration[key] = value;
        using var provider = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddIntake(configuration).BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
        return Options.Create(provider.GetRequiredService<IOptions<LimitsOptions>>().Value);
    }
}
