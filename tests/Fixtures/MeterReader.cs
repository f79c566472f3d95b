using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Wan.Fixtures;

/// <summary>
/// Listens to instruments of this process, whichever of its hosts made them. A figure is named by its instrument and the values of its tags, such as
/// <c>wan.submitter.slots.free default wan2.7-r2v</c>.
/// </summary>
public sealed class MeterReader : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentQueue<(string Name, double Value)> counted = new();
    private readonly ConcurrentQueue<(string Name, double Value)> observed = new();

    /// <summary>Listens to all whose name begins so.</summary>
    public MeterReader(string prefix)
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name.StartsWith(prefix, StringComparison.Ordinal))
                self.EnableMeasurementEvents(instrument);
        };
        Hear<int>();
        Hear<long>();
        Hear<double>();
        listener.Start();
    }

    /// <summary>What a counter or histogram was told so far.</summary>
    public IReadOnlyList<double> Told(string name) => [.. counted.Where(each => each.Name == name).Select(each => each.Value)];

    /// <summary>What an observable instrument says now; each host in this process may say something.</summary>
    public IReadOnlyList<double> Now(string name)
    {
        observed.Clear();
        listener.RecordObservableInstruments();
        return [.. observed.Where(each => each.Name == name).Select(each => each.Value)];
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private void Hear<T>() where T : struct, IConvertible => listener.SetMeasurementEventCallback<T>((instrument, value, tags, _) =>
        (instrument.IsObservable ? observed : counted).Enqueue((string.Join(' ', [instrument.Name, .. tags.ToArray().Select(tag => tag.Value)]), value.ToDouble(null))));
}
