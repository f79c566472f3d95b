namespace Wan.Intake.Limits;

/// <summary>The section <c>Limits</c>: what tenants may have made.</summary>
internal sealed class LimitsOptions
{
    public const string SectionName = "Limits";

    /// <summary>The limits of every tenant that <see cref="Tenants"/> doesn't name, each for itself.</summary>
    public TenantLimits Default { get; init; } = new();

    /// <summary>Limits of a tenant, by its name, in place of all of <see cref="Default"/>: what is left out here is not limited.</summary>
    public Dictionary<string, TenantLimits> Tenants { get; init; } = new(StringComparer.Ordinal);

    /// <summary>ISO 4217 code of the budgets. What is priced in another currency counts as if its price were unknown.</summary>
    public string Currency { get; set; } = "CNY";

    /// <summary>
    /// How long what a request may cost is held for it while it is not stored: that long after its process died, it is free again. 2 minutes to 1 hour.
    /// </summary>
    public TimeSpan ReleaseAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often the sweep looks for entries of the ledger that nobody has settled; 50 milliseconds to 1 hour.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The limits of a tenant.</summary>
    public TenantLimits Of(string tenant) => Tenants.GetValueOrDefault(tenant, Default);
}
