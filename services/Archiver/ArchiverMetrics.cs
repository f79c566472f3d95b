using System.Diagnostics.Metrics;
using Wan.Archiver.Download;
using Wan.Hosting.Tracing;

namespace Wan.Archiver;

/// <summary>The archiver's counters, in the meter <c>Wan.Archiver</c>.</summary>
internal static class ArchiverMetrics
{
    private static readonly Meter Meter = new("Wan.Archiver");
    private static readonly Counter<long> Videos = Meter.CreateCounter<long>("wan.archiver.videos", description: "Videos stored.");
    private static readonly Counter<long> Bytes = Meter.CreateCounter<long>("wan.archiver.bytes", "By", "Bytes of stored videos.");
    private static readonly Counter<long> Failures = Meter.CreateCounter<long>("wan.archiver.failures", description: "Videos given up.");
    private static readonly Counter<long> Alarms = Meter.CreateCounter<long>("wan.archiver.at_risk", description: "Videos not stored shortly before their URL dies.");
    private static readonly Counter<long> Suspects = Meter.CreateCounter<long>("wan.archiver.quarantined", description: "Files that wait in quarantine for somebody to decide.");
    private static readonly Gauge<int> CanKeep = Meter.CreateGauge<int>("wan.archiver.can_keep", description: "1 if another video could be kept, else 0.");
    private static readonly Gauge<long> Free = Meter.CreateGauge<long>("wan.archiver.free", "By", "Free bytes where videos are written first.");
    private static readonly Gauge<long> Wanted = Meter.CreateGauge<long>("wan.archiver.wanted", "By", "Bytes that must be free there.");
    private static readonly Counter<long> Misses = Meter.CreateCounter<long>("wan.archiver.misses", description: "Tries that got no whole video.");

    public static void Stored(long bytes)
    {
        Videos.Add(1);
        Bytes.Add(bytes);
    }

    public static void Failed(bool isQuarantined)
    {
        Failures.Add(1);
        if (isQuarantined)
            Suspects.Add(1);
    }

    public static void Room(Room room)
    {
        CanKeep.Record(room.CanKeep ? 1 : 0);
        if (room.FreeBytes is { } free)
            Free.Record(free);
        if (room.WantedBytes is { } wanted)
            Wanted.Record(wanted);
    }

    public static void AtRisk() => Alarms.Add(1);

    public static void Missed(DownloadOutcome outcome) => Misses.Add(1, new KeyValuePair<string, object?>("outcome", WanTrace.Word(outcome)));
}
