using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Wan.Simulator.Faults;

/// <summary>Makes the server listen through the <see cref="FrontDoor"/>.</summary>
internal sealed class DoorListenerFactory(IConnectionListenerFactory sockets, FrontDoor door) : IConnectionListenerFactory
{
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var listener = new DoorListener(sockets, await sockets.BindAsync(endpoint, cancellationToken));
        door.Add(listener);
        return listener;
    }
}

/// <summary>A port that can be closed for a while and opened again.</summary>
internal sealed class DoorListener(IConnectionListenerFactory sockets, IConnectionListener first) : IConnectionListener
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(20);
    private readonly CancellationTokenSource stopping = new();
    private IConnectionListener inner = first;
    private Task opensAgain = Task.CompletedTask;

    public EndPoint EndPoint { get; } = first.EndPoint;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (await inner.AcceptAsync(cancellationToken) is { } connection)
                return connection;

            // No connection means that the port was closed: for a while, or because the server stops.
            await opensAgain.WaitAsync(stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested || !await BindAgainAsync())
                return null;
        }
    }

    public async Task ShutAsync(Task until)
    {
        opensAgain = Task.WhenAll(opensAgain, until);
        await inner.UnbindAsync();
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await stopping.CancelAsync();
        await inner.UnbindAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        stopping.Dispose();
    }

    // Another process may hold the port for a moment, as the near end of a connection of its own.
    private async Task<bool> BindAgainAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                inner = await sockets.BindAsync(EndPoint, stopping.Token);
                return true;
            }
            catch (AddressInUseException)
            {
                await Task.Delay(BetweenTries, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return false;
    }
}
