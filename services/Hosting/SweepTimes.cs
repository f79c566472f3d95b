using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Wan.Hosting.Tracing;

namespace Wan.Hosting;

/// <summary>How long ago each sweep of this process came to its end: while it does not, nothing that is due is driven on. In the meter <c>Wan.Hosting</c>.</summary>
public sealed class SweepTimes : IDisposable
{
    private readonly Meter meter = new("Wan.Hosting");
    private readonly ConcurrentDictionary<(string Sweep, string? Account), long> endedAt = new();
    private readonly TimeProvider time;

    /// <summary>Begins with no sweep.</summary>
    public SweepTimes(TimeProvider time)
    {
        this.time = time;
        meter.CreateObservableGauge("wan.sweep.age", Measure, "s", "Since a sweep of this process last came to its end, or began to run, by sweep, and by account where each has its own.");
    }

    /// <summary>It runs from now on.</summary>
    /// <param name="sweep">Its name, such as <c>intake</c>.</param>
    /// <param name="account">Whose it is, if each account has its own.</param>
    public void Begun(string sweep, string? account = null) => endedAt.TryAdd((sweep, account), time.GetTimestamp());

    /// <summary>It has looked at all that was due, and nothing failed.</summary>
    /// <inheritdoc cref="Begun"/>
    public void Ended(string sweep, string? account = null) => endedAt[(sweep, account)] = time.GetTimestamp();

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    private IEnumerable<Measurement<double>> Measure() => endedAt.Select(entry => new Measurement<double>(
        time.GetElapsedTime(entry.Value).TotalSeconds,
        entry.Key.Account is { } account
            ? [new(WanAttributes.Sweep, entry.Key.Sweep), new(WanAttributes.Account, account)]
            : new KeyValuePair<string, object?>[] { new(WanAttributes.Sweep, entry.Key.Sweep) }));
}
