using Microsoft.Extensions.Diagnostics.HealthChecks;
using Wan.Archiver.Stores;

namespace Wan.Archiver;

/// <summary>
/// Whether there is room to archive. A full disk pauses this process, shows on <c>/health/ready</c>, and is over by itself when there is
/// room again.
/// </summary>
internal sealed class DiskRoom(IVideoStore store) : IHealthCheck
{
    private long wanted;

    /// <summary>Whether archiving goes on.</summary>
    public bool IsThere()
    {
        if (!store.HasRoom(Volatile.Read(ref wanted)))
            return false;
        Volatile.Write(ref wanted, 0);
        return true;
    }

    /// <summary>Whether so many bytes fit. If not, archiving pauses until they do.</summary>
    public bool Fits(long bytes)
    {
        if (store.HasRoom(bytes))
            return true;
        Volatile.Write(ref wanted, bytes);
        return false;
    }

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(IsThere()
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The archive's disk is full. Archiving is paused and goes on by itself when there is room."));
}
