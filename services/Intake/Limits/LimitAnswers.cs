using System.Globalization;
using Wan.Contracts;
using Wan.Intake.Doors;

namespace Wan.Intake.Limits;

/// <summary>How a limit that is in the way is told: as findings, and over HTTP as a problem document.</summary>
internal static class LimitAnswers
{
    /// <summary>When it is worth asking again for one of those that wait to have ended. Rendering takes 1 to 17 minutes, but there are many of them.</summary>
    private static readonly TimeSpan WaitForAnEnd = TimeSpan.FromSeconds(15);

    /// <summary>The findings of a request that breaks these limits.</summary>
    /// <param name="breaches">The limits.</param>
    /// <param name="currency">Currency of the budgets.</param>
    public static IReadOnlyList<Finding> Findings(IReadOnlyList<LimitBreach> breaches, string currency) =>
        [.. breaches.Select(breach => Problems.Error(breach.Code, "", Describe(breach, currency)))];

    /// <summary>The answer over HTTP: 402 where money is in the way, else 429.</summary>
    public static IResult Refuse(HttpContext context, IReadOnlyList<LimitBreach> breaches, string currency)
    {
        var findings = Findings(breaches, currency);
        if (breaches.Any(breach => breach.IsOfMoney))
            return Problems.OverBudget(findings);
        context.Response.Headers.RetryAfter = Seconds(WaitForAnEnd);
        return Problems.TooMany("Too many of the tenant's generations wait.", findings);
    }

    /// <summary>The answer to one of too many requests.</summary>
    /// <param name="context">The request.</param>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="limits">The tenant's limits.</param>
    /// <param name="retryAfter">When another is taken.</param>
    public static IResult RefuseRate(HttpContext context, string tenant, TenantLimits limits, TimeSpan retryAfter)
    {
        context.Response.Headers.RetryAfter = Seconds(retryAfter);
        return Problems.TooMany("The tenant asks too often.", [Problems.Error(LimitBreach.Rate, "", string.Create(
            CultureInfo.InvariantCulture,
            $"{tenant} may send {limits.RequestsPerSecond} requests a second. Nothing was stored; send it again in {Seconds(retryAfter)} s."))]);
    }

    private static string Describe(LimitBreach breach, string currency) => breach.Code switch
    {
        LimitBreach.Unpriced =>
            "The price of this request is not known, and its tenant has a budget. Add the price under Catalogue:Prices, or set AllowUnpriced among the tenant's Limits.",
        LimitBreach.Waiting => string.Create(CultureInfo.InvariantCulture,
            $"{breach.Held} generations of the tenant have not ended, and {breach.Limit} may wait at once. Each that ends makes room for another; send it again then."),
        _ => string.Create(CultureInfo.InvariantCulture,
            $"This may cost {breach.Asked?.ToString(CultureInfo.InvariantCulture) ?? "nobody knows what"} {currency}, and {breach.Left} {currency} of the tenant's {Period(breach)} budget of {breach.Limit} {currency} are left: "
            + $"{breach.Settled} are used, {breach.Held} held for generations that have not ended. What of these ends cheaper, fails or is cancelled is free again; a new {PeriodNoun(breach)} begins at {breach.EndsAt:u}."),
    };

    private static string Period(LimitBreach breach) => breach.Code == LimitBreach.Day ? "daily" : "monthly";

    private static string PeriodNoun(LimitBreach breach) => breach.Code == LimitBreach.Day ? "day" : "month";

    private static string Seconds(TimeSpan time) => Math.Max(1, Math.Ceiling(time.TotalSeconds)).ToString("0", CultureInfo.InvariantCulture);
}
