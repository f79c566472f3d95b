using Microsoft.Extensions.Options;

namespace Wan.Intake.Limits;

/// <summary>By hand: what the generated validators know of dictionaries is nothing.</summary>
internal sealed class LimitsOptionsValidator : IValidateOptions<LimitsOptions>
{
    private const int MostTenantCharacters = 64;
    private const int Most = 100_000;
    private const double Least = 0.001;

    public ValidateOptionsResult Validate(string? name, LimitsOptions options)
    {
        var problems = OfTheWhole(options).Concat(Of(options.Default, "Default"))
            .Concat(options.Tenants.SelectMany(tenant => OfName(tenant.Key).Concat(Of(tenant.Value, $"Tenants:{tenant.Key}"))))
            .Select(problem => $"{LimitsOptions.SectionName}:{problem}").ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> OfTheWhole(LimitsOptions options)
    {
        if (options.Currency is not { Length: 3 } currency || !currency.All(char.IsAsciiLetterUpper))
            yield return $"{nameof(options.Currency)} must be an ISO 4217 code such as CNY, not '{options.Currency}'.";
        if (options.ReleaseAfter < TimeSpan.FromMinutes(2) || options.ReleaseAfter > TimeSpan.FromHours(1))
            yield return $"{nameof(options.ReleaseAfter)} must be 2 minutes to 1 hour, such as 00:05:00.";
        if (options.SweepInterval < TimeSpan.FromMilliseconds(50) || options.SweepInterval > TimeSpan.FromHours(1))
            yield return $"{nameof(options.SweepInterval)} must be 50 milliseconds to 1 hour, such as 00:01:00.";
    }

    private static IEnumerable<string> OfName(string tenant)
    {
        if (tenant.Length is 0 or > MostTenantCharacters || !tenant.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-'))
            yield return $"Tenants: '{tenant}' is no tenant's name, which has 1 to {MostTenantCharacters} letters and digits of ASCII and . _ - only.";
    }

    private static IEnumerable<string> Of(TenantLimits limits, string path)
    {
        if (limits.RequestsPerSecond is { } rate && !(rate >= Least && rate <= Most))
            yield return $"{path}:{nameof(limits.RequestsPerSecond)} must be {Least} to {Most}, not {rate}.";
        if (limits.Burst is < 1 or > Most)
            yield return $"{path}:{nameof(limits.Burst)} must be 1 to {Most}, not {limits.Burst}.";
        if (limits is { Burst: not null, RequestsPerSecond: null })
            yield return $"{path}:{nameof(limits.Burst)} does nothing without {path}:{nameof(limits.RequestsPerSecond)}; set that too.";
        if (limits.MaxWaiting < 0)
            yield return $"{path}:{nameof(limits.MaxWaiting)} must be 0 or more, not {limits.MaxWaiting}.";
        if (limits.DailyBudget < 0)
            yield return $"{path}:{nameof(limits.DailyBudget)} must be 0 or more, not {limits.DailyBudget}.";
        if (limits.MonthlyBudget < 0)
            yield return $"{path}:{nameof(limits.MonthlyBudget)} must be 0 or more, not {limits.MonthlyBudget}.";
        if (limits is { AllowUnpriced: true, HasBudget: false })
            yield return $"{path}:{nameof(limits.AllowUnpriced)} does nothing without a budget; set {nameof(limits.DailyBudget)} or {nameof(limits.MonthlyBudget)} too.";
    }
}
