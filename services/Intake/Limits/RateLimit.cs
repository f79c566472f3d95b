using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Wan.Intake.Limits;

/// <summary>How often a tenant may ask this process. Each replica counts for itself: it guards a process, while money and numbers are counted in the ledger.</summary>
internal sealed class RateLimit : IDisposable
{
    private readonly PartitionedRateLimiter<string>? limiter;

    public RateLimit(IOptions<LimitsOptions> options)
    {
        // By itself it wakes ten times a second.
        if (options.Value.Tenants.Values.Append(options.Value.Default).Any(limits => limits.RequestsPerSecond is not null))
            limiter = PartitionedRateLimiter.Create<string, string>(tenant => Partition(tenant, options.Value.Of(tenant)), StringComparer.Ordinal);
    }

    /// <summary>Counts a request.</summary>
    /// <returns>Null if it may come in; else when to ask again.</returns>
    public TimeSpan? Refuse(string tenant)
    {
        using var lease = limiter?.AttemptAcquire(tenant);
        return lease is not { IsAcquired: false } ? null
            : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait
            : TimeSpan.FromSeconds(1);
    }

    public void Dispose() => limiter?.Dispose();

    private static RateLimitPartition<string> Partition(string tenant, TenantLimits limits) => limits.RequestsPerSecond is not { } rate
        ? RateLimitPartition.GetNoLimiter(tenant)
        : RateLimitPartition.GetTokenBucketLimiter(tenant, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = limits.Burst ?? Math.Max(1, (int)Math.Ceiling(rate)),
            TokensPerPeriod = rate >= 1 ? (int)Math.Ceiling(rate) : 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(rate >= 1 ? Math.Ceiling(rate) / rate : 1 / rate),
            QueueLimit = 0,
            AutoReplenishment = false, // The partitions' own timer does it.
        });
}
