using System.Diagnostics.Metrics;
using Wan.Archiver.Download;
using Wan.Hosting.Tracing;

namespace Wan.Archiver;

/// <summary>The meter <c>Wan.Archiver</c>: what was kept, what is still to be, how long that may take, and whether there is room.</summary>
internal sealed class ArchiverMetrics : IDisposable
{
    private readonly Meter meter = new("Wan.Archiver");
    private readonly TimeProvider time;
    private readonly Counter<long> videos;
    private readonly Counter<long> bytes;
    private readonly Counter<long> failures;
    private readonly Counter<long> alarms;
    private readonly Counter<long> suspects;
    private readonly Counter<long> misses;
    private volatile Room? room;
    private volatile Rest? rest;

    public ArchiverMetrics(TimeProvider time)
    {
        this.time = time;
        videos = meter.CreateCounter<long>("wan.archiver.videos", "{video}", "Videos stored.");
        bytes = meter.CreateCounter<long>("wan.archiver.bytes", "By", "Bytes of stored videos.");
        failures = meter.CreateCounter<long>("wan.archiver.failures", "{video}", "Videos given up.");
        alarms = meter.CreateCounter<long>("wan.archiver.at_risk", "{video}", "Videos not stored shortly before their URL dies.");
        suspects = meter.CreateCounter<long>("wan.archiver.quarantined", "{file}", "Files that wait in quarantine for somebody to decide.");
        misses = meter.CreateCounter<long>("wan.archiver.misses", "{try}", "Tries that got no whole video, by outcome.");
        meter.CreateObservableGauge("wan.archiver.can_keep", () => Of(room is { } known ? (known.CanKeep ? 1 : 0) : (int?)null), "{archiver}", "1 if another video could be kept, else 0.");
        meter.CreateObservableGauge("wan.archiver.free", () => Of(room?.FreeBytes), "By", "Free bytes where videos are written first.");
        meter.CreateObservableGauge("wan.archiver.wanted", () => Of(room?.WantedBytes), "By", "Bytes that must be free there.");
        meter.CreateObservableGauge("wan.archiver.waiting", () => Of(rest?.Videos), "{video}", "Results that are not stored yet, at the last look at their URLs. Every replica says the same.");
        meter.CreateObservableGauge(
            "wan.archiver.expiry", () => Of((rest?.FirstExpiry - this.time.GetUtcNow())?.TotalSeconds), "s", "Until the first URL of a result that is not stored dies; negative once it has, nothing where all are stored. Every replica says the same.");
    }

    public void Stored(long length)
    {
        videos.Add(1);
        bytes.Add(length);
    }

    public void Failed(bool isQuarantined)
    {
        failures.Add(1);
        if (isQuarantined)
            suspects.Add(1);
    }

    public void Looked(Room found) => room = found;

    /// <summary>All results that are not stored were looked at.</summary>
    public void Looked(int waiting, DateTimeOffset? firstExpiry) => rest = new Rest(waiting, firstExpiry);

    public void AtRisk() => alarms.Add(1);

    public void Missed(DownloadOutcome outcome) => misses.Add(1, new KeyValuePair<string, object?>(WanAttributes.Outcome, WanTrace.Word(outcome)));

    public void Dispose() => meter.Dispose();

    private static IEnumerable<Measurement<T>> Of<T>(T? known) where T : struct => known is { } value ? [new Measurement<T>(value)] : [];

    private sealed record Rest(int Videos, DateTimeOffset? FirstExpiry);
}
