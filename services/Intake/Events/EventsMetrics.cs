using System.Diagnostics.Metrics;

namespace Wan.Intake.Events;

/// <summary>In the meter <c>Wan.Intake</c>: who follows generations in this process.</summary>
internal sealed class EventsMetrics : IDisposable
{
    private readonly Meter meter = new("Wan.Intake");
    private readonly Counter<long> sent;
    private int listeners;

    public EventsMetrics()
    {
        meter.CreateObservableGauge("wan.events.listeners", () => listeners, "{stream}", "Streams of events that are open at this process.");
        sent = meter.CreateCounter<long>("wan.events.sent", "{event}", "Events written to streams, each counted for every stream.");
    }

    /// <summary>How many streams are open.</summary>
    public int Listeners => Volatile.Read(ref listeners);

    /// <summary>One more, if there are not so many already.</summary>
    public bool TryOpen(int most)
    {
        if (Interlocked.Increment(ref listeners) <= most)
            return true;
        Interlocked.Decrement(ref listeners);
        return false;
    }

    /// <summary>One less.</summary>
    public void Close() => Interlocked.Decrement(ref listeners);

    /// <summary>Some events were written.</summary>
    public void Sent(int count) => sent.Add(count);

    public void Dispose() => meter.Dispose();
}
