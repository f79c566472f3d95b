using System.Diagnostics.Metrics;
using Wan.Hosting.Tracing;
using Wan.Notifier.Lanes;

namespace Wan.Notifier;

/// <summary>The meter <c>Wan.Notifier</c>: what became of webhooks, how late they are, and how far behind this process is.</summary>
internal sealed class NotifierMetrics : IDisposable
{
    private readonly Meter meter = new("Wan.Notifier");
    private readonly Counter<long> attempts;
    private readonly Counter<long> givenUp;
    private readonly Counter<long> held;
    private readonly Histogram<double> delay;
    private long readUntil;

    public NotifierMetrics(LaneQueue queue, TimeProvider time)
    {
        attempts = meter.CreateCounter<long>("wan.notifier.attempts", "{attempt}", "Attempts to deliver a webhook, by outcome.");
        givenUp = meter.CreateCounter<long>("wan.notifier.given_up", "{webhook}", "Webhooks that are not tried again.");
        held = meter.CreateCounter<long>("wan.notifier.held", "{webhook}", "Webhooks that were not sent, since their endpoint is disabled or deleted.");
        delay = meter.CreateHistogram(
            "wan.notifier.delay", "s", "From the event to the end of the first attempt.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600] });
        meter.CreateObservableGauge("wan.notifier.receivers", () => queue.Working.All, "{receiver}", "Receivers that this process is calling.");
        meter.CreateObservableGauge("wan.notifier.failing_receivers", () => queue.Working.Failing, "{receiver}", "Those of them that failed last.");
        meter.CreateObservableGauge(
            "wan.notifier.feed_age", () => Interlocked.Read(ref readUntil) is > 0 and var ticks ? [new Measurement<double>((time.GetUtcNow() - new DateTimeOffset(ticks, TimeSpan.Zero)).TotalSeconds)] : Array.Empty<Measurement<double>>(),
            "s", "How long ago the last change was that this process has surely read; some twenty seconds where all is well.");
    }

    public void Sent(SendOutcome outcome, bool isGivenUp, TimeSpan? sinceEvent)
    {
        attempts.Add(1, new KeyValuePair<string, object?>(WanAttributes.Outcome, outcome.Word));
        if (isGivenUp)
            givenUp.Add(1);
        if (sinceEvent is { } late)
            delay.Record(Math.Max(0, late.TotalSeconds));
    }

    public void Held() => held.Add(1);

    /// <summary>All changes up to then were read.</summary>
    public void Read(DateTimeOffset until) => Interlocked.Exchange(ref readUntil, until.UtcTicks);

    public void Dispose() => meter.Dispose();
}
