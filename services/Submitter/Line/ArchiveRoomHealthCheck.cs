using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Wan.Submitter.Line;

/// <summary>Says why nothing new is submitted for want of room for videos. The service itself is ready: the line keeps what waits.</summary>
internal sealed class ArchiveRoomHealthCheck(ArchiveRooms rooms) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await rooms.ReadAsync(cancellationToken) is { } reason
            ? HealthCheckResult.Degraded($"nothing new is submitted, since {reason}")
            : HealthCheckResult.Healthy("videos can be kept");
}
