using Wan.Contracts;
using Wan.Storage;

namespace Wan.Submitter;

/// <summary>The room for videos as the Archivers report it. Nothing new is submitted while no video could be kept: it would be paid and lost.</summary>
internal sealed partial class ArchiveRooms(IDocuments<ArchiveRoom> rooms, TimeProvider time, ILogger<ArchiveRooms> logger)
{
    private readonly SharedDocument<ArchiveRoom> shared = new(
        rooms, ArchiveRoom.TheId, () => new ArchiveRoom { Id = ArchiveRoom.TheId, CreatedAt = time.GetUtcNow() });

    private int closed;

    /// <summary>Whether no video could be kept when it was last looked at here.</summary>
    public bool Closed => Volatile.Read(ref closed) != 0;

    /// <summary>Why no video could be kept; null if one could.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken = default) =>
        Notice(ArchiveRoomRules.Closed(await shared.ReadAsync(cancellationToken)));

    /// <summary>Takes a report down.</summary>
    public async Task TakeAsync(ArchiveRoomReported report) => Notice(await shared.ChangeAsync(room =>
        (ArchiveRoomRules.Take(room, report, time.GetUtcNow()), ArchiveRoomRules.Closed(room))));

    private string? Notice(string? reason)
    {
        var was = Interlocked.Exchange(ref closed, reason is null ? 0 : 1) != 0;
        if (reason is not null && !was)
            LogClosed(reason);
        else if (reason is null && was)
            LogOpen();
        return reason;
    }

    [LoggerMessage(LogLevel.Warning, "Nothing new is submitted, since {Reason}")]
    private partial void LogClosed(string reason);

    [LoggerMessage(LogLevel.Warning, "Videos can be kept again; submitting goes on.")]
    private partial void LogOpen();
}
