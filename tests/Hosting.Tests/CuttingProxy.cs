using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Wan.Hosting.Tests;

/// <summary>
/// Stands between a bus and its broker. It breaks each of the first connections at another request to declare an exchange: the first connection at
/// the first, the second at the second. What comes after them stays connected.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private const int HeaderLength = 7;
    private const uint ExchangeDeclare = (40 << 16) | 10; // Class and method of AMQP 0-9-1.

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Uri broker;
    private readonly int cuts;
    private readonly Task accepting;
    private int connections;

    /// <summary>Begins to listen.</summary>
    /// <param name="broker">AMQP URL of a virtual host.</param>
    /// <param name="cuts">How many connections are broken.</param>
    public CuttingProxy(string broker, int cuts)
    {
        this.broker = new Uri(broker);
        this.cuts = cuts;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>The virtual host by way of here.</summary>
    public string Address => new UriBuilder(broker) { Port = ((IPEndPoint)listener.LocalEndpoint).Port }.Uri.AbsoluteUri;

    /// <summary>How many connections came.</summary>
    public int Connections => Volatile.Read(ref connections);

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
                passing.Add(PassAsync(await listener.AcceptTcpClientAsync(stopping.Token), Interlocked.Increment(ref connections)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(passing);
        }
    }

    private async Task PassAsync(TcpClient accepted, int number)
    {
        using var client = accepted;
        using var server = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        try
        {
            await server.ConnectAsync(broker.Host, broker.Port, stopping.Token);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
            var requests = PassRequestsAsync(client.GetStream(), server.GetStream(), number <= cuts ? number : int.MaxValue, ended.Token);
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

    /// <summary>Ends at the given declaration, which the broker does not get.</summary>
    private static async Task PassRequestsAsync(Stream from, Stream to, int declaration, CancellationToken cancellationToken)
    {
        var protocol = new byte[8];
        await from.ReadExactlyAsync(protocol, cancellationToken);
        await to.WriteAsync(protocol, cancellationToken);
        var declared = 0;
        while (true)
        {
            var frame = new byte[HeaderLength];
            await from.ReadExactlyAsync(frame, cancellationToken);
            Array.Resize(ref frame, HeaderLength + BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(3)) + 1);
            await from.ReadExactlyAsync(frame.AsMemory(HeaderLength), cancellationToken);
            if (frame[0] == 1 && BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(HeaderLength)) == ExchangeDeclare && ++declared == declaration)
                return;
            await to.WriteAsync(frame, cancellationToken);
        }
    }
}
