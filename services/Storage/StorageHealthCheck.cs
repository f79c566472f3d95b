using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Wan.Storage;

/// <summary>Unhealthy while documents can't be read or writes have no answer; the description says why.</summary>
internal sealed class StorageHealthCheck(IDocumentStore store) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.CheckAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (StorageException exception)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, exception.Message, exception);
        }
        catch (TimeoutException exception)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, $"The store did not answer in {Patience.TotalSeconds:0} s.", exception);
        }
    }
}
