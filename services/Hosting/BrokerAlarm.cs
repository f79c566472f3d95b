using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Wan.Hosting;

/// <summary>
/// What the broker does not let this process do. While it lacks memory or disk it takes nothing that is published, and what waits for its
/// confirmation waits (https://www.rabbitmq.com/docs/connection-blocked); it may go on delivering meanwhile. And it declares no queue or exchange that is
/// there already with other properties: what needs it does not start then. It is shown in the meter <c>Wan.Hosting</c> too.
/// </summary>
public sealed class BrokerAlarm : IHealthCheck, IDisposable
{
    private readonly Meter meter = new("Wan.Hosting");
    private readonly ConcurrentDictionary<IConnection, string> blocked = new();

    // By the endpoint that can't start.
    private readonly ConcurrentDictionary<object, string> refused = new();

    // Every endpoint of this process, and whether it has a consumer.
    private readonly ConcurrentDictionary<object, bool> endpoints = new();

    /// <summary>Begins with nothing in the way.</summary>
    public BrokerAlarm()
    {
        meter.CreateObservableGauge("wan.broker.blocked", () => blocked.IsEmpty ? 0 : 1, "{broker}", "1 while the broker blocks whoever publishes, else 0.");
        meter.CreateObservableGauge(
            "wan.broker.endpoints.refused", () => refused.Count, "{endpoint}", "Endpoints of this process that can't start, since the broker refuses a declaration.");
        meter.CreateObservableGauge(
            "wan.broker.endpoints.down", () => endpoints.Values.Count(consumes => !consumes), "{endpoint}", "Endpoints of this process without a consumer at the broker: they receive nothing.");
    }

    /// <summary>Why it blocks, such as <c>low on disk</c>; null while it blocks nothing.</summary>
    public string? Reason => blocked.Values.FirstOrDefault();

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        (Reason, refused.Values.FirstOrDefault()) switch
        {
            ({ } reason, _) => HealthCheckResult.Unhealthy(
                $"The broker blocks whoever publishes: {reason}. Free memory or disk where it runs; then everything goes on by itself."),
            (_, { } refusal) => HealthCheckResult.Unhealthy(
                $"The broker refuses a declaration: {refusal}. Somebody has declared it otherwise: delete it there, an empty queue only, and it is made anew within a minute."),
            _ => HealthCheckResult.Healthy(),
        });

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    /// <summary>An endpoint has a consumer at the broker from now on, or has none.</summary>
    internal void Consumes(object endpoint, bool yes) => endpoints[endpoint] = yes;

    /// <summary>An endpoint could not declare what it needs.</summary>
    internal void Refuse(object endpoint, string why) => refused[endpoint] = why;

    /// <summary>An endpoint has all that it needs.</summary>
    internal void Allow(object endpoint) => refused.TryRemove(endpoint, out _);

    /// <summary>Watches a connection until this is disposed. Several may watch the same.</summary>
    internal IDisposable Watch(IConnection connection) => new Watcher(this, connection);

    private sealed class Watcher : IDisposable
    {
        private readonly BrokerAlarm alarm;
        private readonly IConnection connection;

        public Watcher(BrokerAlarm alarm, IConnection connection)
        {
            (this.alarm, this.connection) = (alarm, connection);
            connection.ConnectionBlockedAsync += BlockedAsync;
            connection.ConnectionUnblockedAsync += UnblockedAsync;
        }

        public void Dispose()
        {
            connection.ConnectionBlockedAsync -= BlockedAsync;
            connection.ConnectionUnblockedAsync -= UnblockedAsync;
            if (!connection.IsOpen)
                alarm.blocked.TryRemove(connection, out _);
        }

        private Task BlockedAsync(object sender, ConnectionBlockedEventArgs blocked)
        {
            if (alarm.blocked.TryAdd(connection, blocked.Reason))
                MassTransit.LogContext.Warning?.Log("The broker blocks whoever publishes: {Reason}. Everything goes on by itself once that is over", blocked.Reason);
            return Task.CompletedTask;
        }

        private Task UnblockedAsync(object sender, AsyncEventArgs args)
        {
            if (alarm.blocked.TryRemove(connection, out _))
                MassTransit.LogContext.Warning?.Log("The broker takes again what is published");
            return Task.CompletedTask;
        }
    }
}
