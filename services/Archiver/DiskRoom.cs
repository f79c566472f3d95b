using Microsoft.Extensions.Diagnostics.HealthChecks;
using Wan.Archiver.Download;
using Wan.Archiver.Stores;

namespace Wan.Archiver;

/// <summary>
/// Whether there is room to archive. A full disk pauses this process, shows on <c>/health/ready</c>, and is over by itself when there is
/// room again.
/// </summary>
internal sealed class DiskRoom(IVideoStore store) : IHealthCheck
{
    private const int ProbeBytes = 1 << 20;

    private long wanted;
    private volatile bool ranOut;

    /// <summary>Whether archiving goes on.</summary>
    public bool IsThere()
    {
        if (!store.HasRoom(Volatile.Read(ref wanted)) || (ranOut && !CanWrite()))
            return false;
        ranOut = false;
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

    /// <summary>
    /// Writing failed for lack of room, whatever the disk says is free: there may be a quota, or no room for one more file. Archiving pauses
    /// until so many bytes are free and a file can be written.
    /// </summary>
    public void RanOut(long bytes)
    {
        ranOut = true;
        Volatile.Write(ref wanted, bytes);
    }

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(IsThere()
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The archive's disk is full. Archiving is paused and goes on by itself when there is room."));

    private bool CanWrite()
    {
        try
        {
            using var probe = store.CreatePartial("probe");
            probe.Append(new byte[ProbeBytes]);
            probe.Flush();
            return true;
        }
        catch (IOException exception) when (DiskFull.Is(exception))
        {
            return false;
        }
    }
}
