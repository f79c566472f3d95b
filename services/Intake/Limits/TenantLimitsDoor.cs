using Microsoft.Extensions.Options;
using Wan.Contracts;
using Wan.Intake.Ends;
using Wan.Intake.Ledger;
using Wan.Intake.Views;

namespace Wan.Intake.Limits;

/// <summary>What the doors do about limits: refuse, say so, and count it.</summary>
internal sealed class TenantLimitsDoor(RateLimit rate, TenantLedgers ledgers, IntakeMetrics metrics, IOptions<LimitsOptions> options)
{
    /// <summary>The answer if the tenant asks too often over HTTP; else null.</summary>
    public IResult? RefuseRate(HttpContext context, string tenant)
    {
        if (rate.Refuse(tenant) is not { } wait)
            return null;
        metrics.Limited(tenant, LimitBreach.Rate);
        return LimitAnswers.RefuseRate(context, tenant, options.Value.Of(tenant), wait);
    }

    /// <summary>The answer over HTTP to a request that did not fit.</summary>
    public IResult Refuse(HttpContext context, AcceptanceOutcome.Limited limited)
    {
        Count(limited);
        return LimitAnswers.Refuse(context, limited.Breaches, options.Value.Currency);
    }

    /// <summary>The findings of one that came over the bus.</summary>
    public IReadOnlyList<Finding> Refuse(AcceptanceOutcome.Limited limited)
    {
        Count(limited);
        return LimitAnswers.Findings(limited.Breaches, options.Value.Currency);
    }

    /// <summary>A tenant's limits and what is left of them; null where nothing is limited.</summary>
    public async Task<LimitsView?> ViewAsync(string tenant, CancellationToken cancellationToken)
    {
        var limits = ledgers.LimitsOf(tenant);
        if (limits is { IsLimited: false, RequestsPerSecond: null })
            return null;
        return LimitsView.Of(tenant, limits, limits.IsLimited ? await ledgers.StandingAsync(tenant, cancellationToken) : default, options.Value.Currency);
    }

    private void Count(AcceptanceOutcome.Limited limited)
    {
        foreach (var breach in limited.Breaches)
            metrics.Limited(limited.Generation.Tenant, breach.Code);
    }
}
