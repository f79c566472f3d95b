using Wan.Contracts;

namespace Wan.Submitter.Line;

/// <summary>Whether a video that is started now could be kept. Pure.</summary>
internal static class ArchiveRoomRules
{
    // They report every few seconds; who misses so many reports has gone, and its last word with it, as long as another one speaks.
    private static readonly TimeSpan SilentAfter = TimeSpan.FromMinutes(2);

    // Longer than the longest time between two reports that Archiver can be set to. If all are silent for so long, nobody archives.
    private static readonly TimeSpan GoneAfter = TimeSpan.FromMinutes(30);

    /// <summary>Takes a report down, and forgets who has been silent for long. If all are silent, the last word of each stands.</summary>
    /// <returns>False if a later one of the same Archiver is there.</returns>
    public static bool Take(ArchiveRoom room, ArchiveRoomReported report, DateTimeOffset now)
    {
        // A report may be overtaken, by minutes if whoever brings it stood still. If none but older ones come, the clock was set back.
        if (room.Reports.TryGetValue(report.Archiver, out var known) && report.At < known.At && (now - known.SeenAt).Duration() < SilentAfter)
            return false;
        room.Reports[report.Archiver] = new RoomReport(report.At, now, report.CanKeep, report.Reason);
        foreach (var (archiver, other) in room.Reports.ToList())
        {
            if ((now - other.SeenAt).Duration() > SilentAfter)
                room.Reports.Remove(archiver);
        }

        return true;
    }

    /// <summary>Why no video could be kept; null if one could, or nobody has ever reported.</summary>
    public static string? Closed(ArchiveRoom room, DateTimeOffset now)
    {
        if (room.Reports.Count == 0)
            return null;
        var heardAt = room.Reports.Values.Max(report => report.SeenAt);
        if (now - heardAt > GoneAfter)
            return $"no video could be kept: no Archiver has reported since {heardAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC; start one, or see why the broker brings none of its messages.";
        if (room.Reports.Values.Any(report => report.CanKeep))
            return null;
        var reasons = room.Reports.Select(pair => pair.Value.Reason ?? $"Archiver {pair.Key} has no room.").Distinct().Order(StringComparer.Ordinal);
        return $"no video could be kept: {string.Join(" ", reasons)}";
    }
}
