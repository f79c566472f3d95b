using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Wan.Bench.Events;

/// <summary>One connection that follows all generations, with as little work as can be.</summary>
internal sealed class EventEar
{
    private const int IdLength = 36;

    private readonly byte[] buffer = new byte[64 * 1024];

    /// <summary>When it first heard of a generation, by its id.</summary>
    public ConcurrentDictionary<string, long> Heard { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the stream has begun.</summary>
    public bool HasBegun { get; private set; }

    public async Task ListenAsync(Uri address, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
        // As of HTTP/1.0 the events come without chunks, which would cut them.
        await socket.SendAsync("GET /v1/events HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray(), cancellationToken);
        var kept = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var count = await socket.ReceiveAsync(buffer.AsMemory(kept), cancellationToken);
                if (count == 0)
                    throw new InvalidOperationException("The connection was closed.");
                kept = Take(kept + count);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    // Whole events only, which end with an empty line.
    private int Take(int length)
    {
        var now = Stopwatch.GetTimestamp();
        var rest = buffer.AsSpan(0, length);
        while (rest.IndexOf("\n\n"u8) is >= 0 and var end)
        {
            HasBegun = true;
            if (rest[..end].IndexOf("\"data\":{\"id\":\""u8) is >= 0 and var at)
                Heard.TryAdd(Encoding.ASCII.GetString(rest.Slice(at + "\"data\":{\"id\":\"".Length, IdLength)), now);
            rest = rest[(end + 2)..];
        }

        rest.CopyTo(buffer);
        return rest.Length;
    }
}
