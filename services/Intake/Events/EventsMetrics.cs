using System.Diagnostics.Metrics;

namespace Wan.Intake.Events;

/// <summary>In the meter <c>Wan.Intake</c>: who follows generations in this process.</summary>
internal sealed class EventsMetrics : IDisposable
{
    private readonly Meter meter = new("Wan.Intake");
    private readonly Counter<long> sent;
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> ofTenants = new(StringComparer.Ordinal);
    private int listeners;

    public EventsMetrics()
    {
        meter.CreateObservableGauge("wan.events.listeners", () => listeners, "{stream}", "Streams of events that are open at this process.");
        sent = meter.CreateCounter<long>("wan.events.sent", "{event}", "Events written to streams, each counted for every stream.");
    }

    /// <summary>How many streams are open.</summary>
    public int Listeners => Volatile.Read(ref listeners);

    /// <summary>One more, if there are not so many already.</summary>
    /// <param name="most">At this process.</param>
    /// <param name="tenant">Whose key is shown, which may have half of them; null if it is no tenant's.</param>
    public bool TryOpen(int most, string? tenant)
    {
        lock (gate)
        {
            var own = tenant is null ? 0 : ofTenants.GetValueOrDefault(tenant);
            if (listeners >= most || own >= Math.Max(1, most / 2))
                return false;
            listeners++;
            if (tenant is not null)
                ofTenants[tenant] = own + 1;
            return true;
        }
    }

    /// <summary>One less.</summary>
    public void Close(string? tenant)
    {
        lock (gate)
        {
            listeners--;
            if (tenant is not null && --ofTenants[tenant] == 0)
                ofTenants.Remove(tenant);
        }
    }

    /// <summary>Some events were written.</summary>
    public void Sent(int count) => sent.Add(count);

    public void Dispose() => meter.Dispose();
}
