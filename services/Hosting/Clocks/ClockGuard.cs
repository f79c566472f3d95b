using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace Wan.Hosting.Clocks;

/// <summary>
/// Knows how far this process's clock is off those of the vendor, the store and the other processes of its service, and so whether times that
/// it writes may be left for others to go by. While nothing is known of any, the clock is trusted.
/// </summary>
public sealed class ClockGuard : IDisposable
{
    private static readonly TimeSpan VendorSecond = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan VendorMemory = TimeSpan.FromHours(1);
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<(ClockSource Source, string Name), Entry> entries = [];
    private readonly Meter meter = new("Wan.Hosting");
    private readonly TimeProvider time;

    /// <summary>Begins knowing nothing.</summary>
    public ClockGuard(IOptions<ClockOptions> options, TimeProvider time)
    {
        this.time = time;
        MaxOffset = options.Value.MaxOffset;
        meter.CreateObservableGauge(
            "wan.clock.offset", Measure, "s", "How far this process's clock is ahead of another, by source and name; the middle of what is possible.");
    }

    /// <summary>How far clocks may be off; times that others wrote may lie so much further ahead than our rules put them.</summary>
    public TimeSpan MaxOffset { get; }

    /// <summary>Whether times by this process's clock may be left for others to go by.</summary>
    /// <param name="why">If not, a sentence that names both clocks and says what to do.</param>
    public bool IsTrusted(out string? why)
    {
        why = ClockRules.WhyNot(Heard(), MaxOffset, ThisProcess.Name, time.GetUtcNow());
        return why is null;
    }

    /// <summary>An answer of the vendor carried a <c>Date</c>.</summary>
    /// <param name="host">The vendor's host.</param>
    /// <param name="date">Its time, in whole seconds.</param>
    /// <param name="took">How long the answer took.</param>
    public void HeardFromVendor(string host, DateTimeOffset date, TimeSpan took) =>
        Hear(ClockSource.Vendor, host, ClockReading.FromAnswer(date, VendorSecond, time.GetUtcNow(), took));

    /// <summary>Sentences on clocks that contradict ours although ours is trusted.</summary>
    internal IReadOnlyList<string> OthersThatAreWrong() =>
        [.. ClockRules.OthersThatAreWrong(Heard(), MaxOffset, ThisProcess.Name, time.GetUtcNow())];

    /// <summary>Another clock was compared with ours.</summary>
    internal void Hear(ClockSource source, string name, ClockReading reading)
    {
        lock (gate)
        {
            var previous = entries.TryGetValue((source, name), out var entry) ? Now(entry).Latest : (ClockReading?)null;
            entries[(source, name)] = new Entry(new HeardClock(source, name, reading, previous), time.GetUtcNow(), time.GetTimestamp());
        }
    }

    /// <summary>What was heard lately, as it is by now.</summary>
    internal List<HeardClock> Heard()
    {
        lock (gate)
        {
            foreach (var (key, entry) in entries)
            {
                if (time.GetElapsedTime(entry.At) > (key.Source == ClockSource.Vendor ? VendorMemory : Memory))
                    entries.Remove(key);
            }

            return [.. entries.Values.Select(Now)];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    // A clock that was put right, or wrong, since the comparison has moved by what the monotonic clock does not know.
    private HeardClock Now(Entry entry)
    {
        var age = time.GetElapsedTime(entry.At);
        var stepped = time.GetUtcNow() - entry.WallTime - age;
        return entry.Clock with { Latest = entry.Clock.Latest.Later(age, stepped), Previous = entry.Clock.Previous?.Later(age, stepped) };
    }

    private IEnumerable<Measurement<double>> Measure() => Heard().Select(clock => new Measurement<double>(
        clock.Latest.Middle.TotalSeconds,
        new KeyValuePair<string, object?>("source", clock.Source.ToString().ToLowerInvariant()),
        new KeyValuePair<string, object?>("name", clock.Name)));

    private sealed record Entry(HeardClock Clock, DateTimeOffset WallTime, long At);
}
