using Microsoft.Extensions.Diagnostics.HealthChecks;
using Wan.Archiver.Download;
using Wan.Archiver.Stores;

namespace Wan.Archiver;

/// <summary>
/// Whether there is room to archive on the disks of the downloads and of the outbox. A full disk pauses this process, shows on
/// <c>/health/ready</c>, and is over by itself when there is room again.
/// </summary>
internal sealed class DiskRoom(IVideoStore store, Outbox outbox) : IHealthCheck
{
    private const int ProbeBytes = 1 << 20;

    private readonly IVideoStore[] places = outbox.Store is { } mine ? [store, mine] : [store];
    private long wanted;
    private volatile bool ranOut;

    /// <summary>Looks, and ends the pause if there is room.</summary>
    public Room Look()
    {
        var pending = Volatile.Read(ref wanted);
        Room? least = null;
        foreach (var place in places)
        {
            var room = Look(place, pending);
            if (!room.CanKeep)
                return room;
            least = least is null || room.FreeBytes < least.FreeBytes ? room : least;
        }

        ranOut = false;
        Interlocked.CompareExchange(ref wanted, 0, pending);
        return least!;
    }

    /// <summary>Whether so many bytes fit. If not, archiving pauses until they do.</summary>
    public bool Fits(long bytes)
    {
        if (store.Disk.FreeBytes - bytes >= store.Disk.MinFreeBytes)
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
        Task.FromResult(Look() is { Reason: { } reason } ? HealthCheckResult.Unhealthy(reason) : HealthCheckResult.Healthy());

    private Room Look(IVideoStore place, long pending)
    {
        var disk = place.Disk;
        try
        {
            var (free, needed) = (disk.FreeBytes, disk.MinFreeBytes + pending);
            if (free < needed)
            {
                return new Room(
                    $"The disk of '{disk.Root}' is full: {free} bytes are free and {needed} are wanted. "
                        + "Archiving is paused and goes on by itself when there is room: make some there, or lower Archive:MinFreeBytes.",
                    free,
                    needed);
            }

            return !ranOut || CanWrite(place)
                ? new Room(null, free, needed)
                : new Room(
                    $"The disk of '{disk.Root}' is full: it takes no file of {ProbeBytes} bytes though {free} bytes are free and {needed} are wanted, so that a "
                        + "quota or the number of files is used up. Archiving is paused and goes on by itself when there is room: remove files there, or raise the limit.",
                    free,
                    needed);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Room(
                $"The directory '{disk.Root}' can't be used: {exception.Message} Archiving is paused and goes on by itself when it is back.", null, null);
        }
    }

    private static bool CanWrite(IVideoStore place)
    {
        try
        {
            using var probe = place.CreatePartial("probe");
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
