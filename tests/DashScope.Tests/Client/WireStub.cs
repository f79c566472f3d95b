using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Wan.DashScope.Accounts;

namespace Wan.DashScope.Tests;

/// <summary>What the stub does after it has read a request whole.</summary>
internal enum WireEnd
{
    KeepOpen,
    Close,
    Reset,
    Silence,
}

/// <summary>An answer as raw text, bytes behind it, and what happens to the connection then.</summary>
internal sealed record WireAnswer(string Text, WireEnd End = WireEnd.KeepOpen, byte[]? Bytes = null)
{
    public static WireAnswer Json(int status, string body, string headers = "") =>
        new($"HTTP/1.1 {status} Whatever\r\nContent-Type: application/json\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
}

/// <summary>A server on a raw socket, so that a test decides what happens on the wire byte by byte. Keeps every request it has read whole.</summary>
internal sealed class WireStub : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<string, WireAnswer> answer;
    private readonly Task accepting;
    private int connections;

    public WireStub(Func<string, WireAnswer> answer)
    {
        this.answer = answer;
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/api/v1");
        accepting = AcceptAsync();
    }

    public Uri Address { get; }

    public ConcurrentQueue<string> Requests { get; } = new();

    public int Connections => Volatile.Read(ref connections);

    public DashScopeAccount Account => new() { Name = "default", ApiKey = "sk-secret0123456789", BaseUrl = Address };

    public static WireStub Always(WireAnswer answer) => new(_ => answer);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await accepting;
        listener.Stop();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(stop.Token);
                Interlocked.Increment(ref connections);
                open.Add(ServeAsync(socket));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                while (await ReadRequestAsync(socket) is { } request)
                {
                    Requests.Enqueue(request);
                    var (text, end, bytes) = answer(request);
                    await socket.SendAsync((byte[])[.. Encoding.UTF8.GetBytes(text), .. bytes ?? []], stop.Token);
                    switch (end)
                    {
                        case WireEnd.Close:
                            socket.Shutdown(SocketShutdown.Both);
                            return;
                        case WireEnd.Reset:
                            socket.LingerState = new LingerOption(true, 0);
                            return;
                        case WireEnd.Silence:
                            await Task.Delay(Timeout.Infinite, stop.Token);
                            return;
                    }
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                // The client has gone, or the test is over.
            }
        }
    }

    private async Task<string?> ReadRequestAsync(Socket socket)
    {
        var buffer = new byte[64 * 1024];
        var read = 0;
        while (true)
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(read), stop.Token);
            if (count == 0)
            {
                return null;
            }

            read += count;
            var text = Encoding.UTF8.GetString(buffer, 0, read);
            var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (head >= 0 && read >= Encoding.UTF8.GetByteCount(text.AsSpan(0, head + 4)) + ContentLength(text[..head]))
            {
                return text;
            }
        }
    }

    private static int ContentLength(string head) =>
        head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } line
            ? int.Parse(line.AsSpan("Content-Length:".Length), System.Globalization.CultureInfo.InvariantCulture)
            : 0;
}
