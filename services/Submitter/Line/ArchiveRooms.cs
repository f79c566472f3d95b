using Wan.Contracts;
using Wan.Storage;

namespace Wan.Submitter.Line;

/// <summary>The room for videos as the Archivers report it. Nothing new is submitted while no video could be kept: it would be paid and lost.</summary>
internal sealed partial class ArchiveRooms(IDocuments<ArchiveRoom> rooms, TimeProvider time, ILogger<ArchiveRooms> logger)
{
    private readonly SharedDocument<ArchiveRoom> shared = new(
        rooms, ArchiveRoom.TheId, () => new ArchiveRoom { Id = ArchiveRoom.TheId, CreatedAt = time.GetUtcNow() });

    private readonly Lock gate = new();
    private long noticed;

    /// <summary>Whether no video could be kept when it was last looked at here.</summary>
    public bool Closed { get; private set; }

    /// <summary>Why no video could be kept; null if one could.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken = default) => Notice(await shared.ReadAsync(cancellationToken));

    /// <summary>Takes a report down.</summary>
    /// <returns>Whether it says that there is room where there was none before.</returns>
    public async Task<bool> TakeAsync(ArchiveRoomReported report)
    {
        var opened = await shared.ChangeAsync(room =>
        {
            var now = time.GetUtcNow();
            var reason = ArchiveRoomRules.Closed(room, now);
            var changed = ArchiveRoomRules.Take(room, report, now);
            return (changed, reason is not null && ArchiveRoomRules.Closed(room, now) is null);
        });
        await ReadAsync();
        return opened;
    }

    private string? Notice(ArchiveRoom room)
    {
        var reason = ArchiveRoomRules.Closed(room, time.GetUtcNow());
        lock (gate)
        {
            // Who read it earlier may come here later.
            if (room.Version < noticed || Closed == (reason is not null))
                return reason;
            (noticed, Closed) = (room.Version, reason is not null);
        }

        if (reason is not null)
            Log.Closed(logger, reason);
        else
            Log.Open(logger);
        return reason;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Nothing new is submitted, since {Reason}")]
        public static partial void Closed(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Warning, "Videos can be kept again; submitting goes on.")]
        public static partial void Open(ILogger logger);
    }
}
