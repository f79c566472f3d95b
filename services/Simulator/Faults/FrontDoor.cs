using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Wan.Simulator.Faults;

/// <summary>
/// The ports this process listens on. Shut, they are closed for real, so that a caller's connection is refused by the operating
/// system; connections that are open end when their request does.
/// </summary>
internal sealed class FrontDoor(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, IConnectionLifetimeNotificationFeature> connections = new();
    private readonly ConcurrentBag<DoorListener> listeners = [];

    /// <summary>Shuts the door once this request has been answered, for the fault's seconds (1 unless given).</summary>
    public void ShutAfter(HttpContext context, Fault fault)
    {
        var length = TimeSpan.FromSeconds(fault.Seconds ?? fault.For ?? 1);
        context.Response.OnCompleted(() => ShutAsync(length));
    }

    public void Add(DoorListener listener) => listeners.Add(listener);

    /// <summary>Keeps track of a connection while it is served.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (connection.Features.Get<IConnectionLifetimeNotificationFeature>() is { } lifetime)
            connections[connection.ConnectionId] = lifetime;
        try
        {
            await next(connection);
        }
        finally
        {
            connections.TryRemove(connection.ConnectionId, out _);
        }
    }

    private async Task ShutAsync(TimeSpan length)
    {
        foreach (var listener in listeners)
            await listener.ShutAsync(Task.Delay(length, time));
        foreach (var connection in connections.Values)
            connection.RequestClose();
    }
}
