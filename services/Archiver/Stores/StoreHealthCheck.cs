using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Wan.Archiver.Stores;

/// <summary>Says on <c>/health/ready</c> whether the store of the videos answers.</summary>
internal sealed class StoreHealthCheck(IVideoStore store) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await store.CheckAsync(patience.Token);
            return HealthCheckResult.Healthy();
        }
        catch (StoreUnavailableException unavailable)
        {
            return HealthCheckResult.Unhealthy(unavailable.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"The archive's store did not answer within {Patience.TotalSeconds:0} s.");
        }
    }
}
