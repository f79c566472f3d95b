using System.Diagnostics.Metrics;

namespace Wan.Notifier.Lanes;

/// <summary>
/// Keeps the requests to receivers out of the metrics of HTTP clients, which name the host of each: hosts are chosen by tenants, as many as they like, and some have a secret in their name.
/// What is to be known of them is in <see cref="NotifierMetrics"/>.
/// </summary>
internal sealed class UnmeasuredRequests : IMeterFactory
{
    private readonly Meter nobodys = new("Unmeasured");

    public Meter Create(MeterOptions options) => nobodys;

    public void Dispose() => nobodys.Dispose();
}
