using System.Diagnostics;
using System.Diagnostics.Metrics;
using MongoDB.Driver.Core.Configuration;
using MongoDB.Driver.Core.Events;
using Wan.Storage.Calls;

namespace Wan.Storage.MongoDb;

/// <summary>
/// Metrics of the driver's commands and of its pool, named as in https://opentelemetry.io/docs/specs/semconv/database/database-metrics/. Neither a
/// command nor an answer is looked into.
/// </summary>
/// <param name="database">The database that they are of.</param>
internal sealed class MongoDbMetrics(string database)
{
    private static readonly Histogram<double> Duration = StorageTelemetry.Meter.CreateHistogram<double>(
        "db.client.operation.duration", "s", "How long the commands of the driver took on the wire.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10] });

    private static readonly UpDownCounter<long> Connections = StorageTelemetry.Meter.CreateUpDownCounter<long>(
        "db.client.connection.count", "{connection}", "Connections of the driver's pools.");

    private static readonly UpDownCounter<long> Busy = StorageTelemetry.Meter.CreateUpDownCounter<long>(
        "wan.storage.mongodb.connections.busy", "{connection}", "Those of them that a command has.");

    private static readonly Counter<long> Failures = StorageTelemetry.Meter.CreateCounter<long>(
        "wan.storage.mongodb.connections.failed", "{connection}", "Connections that broke or could not be had.");

    /// <summary>Subscribes to the driver's events.</summary>
    public void Subscribe(ClusterBuilder cluster) => cluster
        .Subscribe<CommandSucceededEvent>(succeeded => Record(succeeded.CommandName, succeeded.Duration, null))
        .Subscribe<CommandFailedEvent>(failed => Record(failed.CommandName, failed.Duration, failed.Failure.GetType().Name))
        .Subscribe<ConnectionCreatedEvent>(_ => Connections.Add(1))
        .Subscribe<ConnectionClosedEvent>(_ => Connections.Add(-1))
        .Subscribe<ConnectionPoolCheckedOutConnectionEvent>(_ => Busy.Add(1))
        .Subscribe<ConnectionPoolCheckedInConnectionEvent>(_ => Busy.Add(-1))
        .Subscribe<ConnectionPoolCheckingOutConnectionFailedEvent>(_ => Failures.Add(1))
        .Subscribe<ConnectionFailedEvent>(_ => Failures.Add(1));

    private void Record(string command, TimeSpan duration, string? error)
    {
        var tags = new TagList { { "db.namespace", database }, { "db.operation.name", command } };
        if (error is not null)
            tags.Add("error.type", error);
        Duration.Record(duration.TotalSeconds, tags);
    }
}
