using System.Net;
using System.Net.Sockets;

namespace Wan.Fixtures;

/// <summary>Passes on what a client sends to a server; where it ends, the connection is cut.</summary>
/// <param name="from">The client.</param>
/// <param name="to">The server.</param>
/// <param name="number">Which connection it is, from 1.</param>
/// <param name="cancellationToken">The connection is to end.</param>
public delegate Task PassRequests(Stream from, Stream to, int number, CancellationToken cancellationToken);

/// <summary>Stands on a port of its own between clients and a server on this machine, and can be away.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly IPEndPoint server;
    private readonly PassRequests passRequests;
    private readonly int port;
    private Listening? listening;
    private int connections;

    /// <summary>Begins to listen.</summary>
    /// <param name="serverPort">The server's port.</param>
    /// <param name="passRequests">How requests are passed on; null: as they come. The connection is cut when it ends.</param>
    public TcpProxy(int serverPort, PassRequests? passRequests = null)
    {
        server = new IPEndPoint(IPAddress.Loopback, serverPort);
        this.passRequests = passRequests ?? ((from, to, _, cancellationToken) => from.CopyToAsync(to, cancellationToken));
        port = FreePort.Next();
        Return();
    }

    /// <summary>How many connections came.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <summary>The same URL by way of here.</summary>
    public Uri Of(string url) => new UriBuilder(url) { Host = "127.0.0.1", Port = port }.Uri;

    /// <summary>Cuts all connections, and refuses new ones.</summary>
    public async Task GoAsync()
    {
        if (Interlocked.Exchange(ref listening, null) is { } gone)
            await gone.DisposeAsync();
    }

    /// <summary>Takes connections again.</summary>
    public void Return() => listening = new Listening(this);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await GoAsync();

    private sealed class Listening : IAsyncDisposable
    {
        private readonly TcpProxy proxy;
        private readonly TcpListener listener;
        private readonly CancellationTokenSource stopping = new();
        private readonly Task accepting;

        public Listening(TcpProxy proxy)
        {
            this.proxy = proxy;
            listener = FreePort.Listen(proxy.port);
            accepting = AcceptAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await stopping.CancelAsync();
            listener.Dispose();
            await accepting;
            stopping.Dispose();
        }

        private async Task AcceptAsync()
        {
            var passing = new List<Task>();
            try
            {
                while (true)
                    passing.Add(PassAsync(await listener.AcceptTcpClientAsync(stopping.Token), Interlocked.Increment(ref proxy.connections)));
            }
            catch (OperationCanceledException)
            {
                await Task.WhenAll(passing);
            }
        }

        private async Task PassAsync(TcpClient accepted, int number)
        {
            using var client = accepted;
            using var server = new TcpClient();
            client.NoDelay = server.NoDelay = true;
            try
            {
                await server.ConnectAsync(proxy.server, stopping.Token);
                using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
                var requests = proxy.passRequests(client.GetStream(), server.GetStream(), number, ended.Token);
                var answers = server.GetStream().CopyToAsync(client.GetStream(), ended.Token);
                await Task.WhenAny(requests, answers);
                await ended.CancelAsync();
                await Task.WhenAll(requests, answers);
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // One end has gone, and so has the other now.
            }
        }
    }
}
