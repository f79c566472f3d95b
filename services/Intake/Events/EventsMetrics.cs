using System.Diagnostics.Metrics;
using Wan.Intake.Doors;

namespace Wan.Intake.Events;

/// <summary>In the meter <c>Wan.Intake</c>: who follows generations in this process.</summary>
internal sealed class EventsMetrics : IDisposable
{
    private readonly Meter meter = new("Wan.Intake");
    private readonly Counter<long> sent;

    public EventsMetrics()
    {
        meter.CreateObservableGauge("wan.events.listeners", () => Streams.Taken, "{stream}", "Streams of events that are open at this process.");
        sent = meter.CreateCounter<long>("wan.events.sent", "{event}", "Events written to streams, each counted for every stream.");
    }

    /// <summary>Who has a stream open.</summary>
    public SharedRoom Streams { get; } = new();

    /// <summary>Some events were written.</summary>
    public void Sent(int count) => sent.Add(count);

    public void Dispose() => meter.Dispose();
}
