using System.Diagnostics.Metrics;
using Wan.Archiver.Download;

namespace Wan.Archiver;

/// <summary>The archiver's counters, in the meter <c>Wan.Archiver</c>.</summary>
internal static class ArchiverMetrics
{
    private static readonly Meter Meter = new("Wan.Archiver");
    private static readonly Counter<long> Videos = Meter.CreateCounter<long>("wan.archiver.videos", description: "Videos stored.");
    private static readonly Counter<long> Bytes = Meter.CreateCounter<long>("wan.archiver.bytes", "By", "Bytes of stored videos.");
    private static readonly Counter<long> Failures = Meter.CreateCounter<long>("wan.archiver.failures", description: "Videos given up.");
    private static readonly Counter<long> Alarms = Meter.CreateCounter<long>("wan.archiver.at_risk", description: "Videos not stored shortly before their URL dies.");
    private static readonly Counter<long> Misses = Meter.CreateCounter<long>("wan.archiver.misses", description: "Tries that got no whole video.");

    public static void Stored(long bytes)
    {
        Videos.Add(1);
        Bytes.Add(bytes);
    }

    public static void Failed() => Failures.Add(1);

    public static void AtRisk() => Alarms.Add(1);

    public static void Missed(DownloadOutcome outcome) => Misses.Add(1, new KeyValuePair<string, object?>("outcome", outcome.GetType().Name));
}
