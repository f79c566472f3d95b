using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Wan.Storage.Calls;

/// <summary>
/// Spans and metrics of storage calls, under the name <c>Wan.Storage</c>. A call has a span only inside a trace: sweeps, which have none, would
/// make a trace each time that they look. https://opentelemetry.io/docs/specs/semconv/database/
/// </summary>
internal static class StorageTelemetry
{
    public const string Name = "Wan.Storage";

    public static readonly Meter Meter = new(Name);

    private static readonly ActivitySource Source = new(Name);

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "wan.storage.call.duration", "s", "How long a storage call took, its waiting included.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10] });

    private static readonly Histogram<double> Lag = Meter.CreateHistogram<double>(
        "wan.storage.claim.lag", "s", "How long the oldest of what a sweep claimed had been due, by collection.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 7200] });

    /// <summary>Something was claimed. Where the lowest rank goes first, and where due times are ignored, it says nothing of a sweep.</summary>
    public static void Claimed(string collection, DueClaim claim, IReadOnlyList<StoredEntry> entries)
    {
        if (Lag.Enabled && claim is { Order: ClaimOrder.OldestDue, IgnoreDueTime: false } && entries is [{ WasDueAt: { } due }, ..])
            Lag.Record(TimeSpan.FromTicks(Math.Max(0, claim.Now.UtcTicks - due)).TotalSeconds, new KeyValuePair<string, object?>("db.collection.name", collection));
    }

    /// <summary>A call begins.</summary>
    public static Call Begin(string system, string operation, string collection)
    {
        var activity = Activity.Current is null ? null : Source.StartActivity($"{operation} {collection}", ActivityKind.Client);
        if (activity is { IsAllDataRequested: true })
            activity.SetTag("db.system.name", system).SetTag("db.operation.name", operation).SetTag("db.collection.name", collection);
        return new Call(activity, operation, collection, Stopwatch.GetTimestamp());
    }

    /// <summary>One that is under way.</summary>
    public struct Call(Activity? activity, string operation, string collection, long begun) : IDisposable
    {
        private string outcome = "cancelled";

        public void Succeeded() => outcome = "done";

        /// <summary>It failed with this exception, which is given back.</summary>
        public TException Failed<TException>(TException exception) where TException : Exception
        {
            if (exception is OperationCanceledException)
                return exception;
            outcome = exception is StorageUnavailableException ? "unavailable" : "failed";
            activity?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", exception.GetType().Name);
            return exception;
        }

        public readonly void Dispose()
        {
            activity?.Dispose();
            if (Duration.Enabled)
            {
                Duration.Record(
                    Stopwatch.GetElapsedTime(begun).TotalSeconds,
                    new("db.operation.name", operation), new("db.collection.name", collection), new("wan.outcome", outcome));
            }
        }
    }
}
