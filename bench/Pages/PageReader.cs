using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Wan.Bench.Pages;

/// <summary>One connection that asks again and again and throws the answers away: as little work as a requester can do, since it shares the processor with what is measured.</summary>
internal sealed class PageReader : IDisposable
{
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[256 * 1024];
    private int begin;
    private int end;

    public async Task ConnectAsync(Uri address) => await socket.ConnectAsync(address.Host, address.Port);

    /// <summary>Sends a request and reads the answer to its end.</summary>
    /// <returns>The length of its body.</returns>
    /// <exception cref="InvalidOperationException">It has another status.</exception>
    public async Task<long> ReadAsync(byte[] request, int status = 200)
    {
        await socket.SendAsync(request);
        var head = await LineAsync();
        if (!head.StartsWith($"HTTP/1.1 {status} ", StringComparison.Ordinal))
            throw new InvalidOperationException($"The answer was {head}.");
        long? length = null;
        while (await LineAsync() is { Length: > 0 } header)
        {
            if (header.StartsWith("Content-Length: ", StringComparison.Ordinal))
                length = long.Parse(header.AsSpan("Content-Length: ".Length), NumberStyles.None, CultureInfo.InvariantCulture);
        }

        if (length is { } known)
        {
            await SkipAsync(known);
            return known;
        }

        long total = 0;
        while (long.Parse(await LineAsync(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var chunk)
        {
            await SkipAsync(chunk + 2);
            total += chunk;
        }

        await LineAsync();
        return total;
    }

    /// <summary>A request for a path.</summary>
    public static byte[] Request(string path) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

    public void Dispose() => socket.Dispose();

    private async ValueTask<string> LineAsync()
    {
        int at;
        while ((at = buffer.AsSpan(begin, end - begin).IndexOf("\r\n"u8)) < 0)
            await FillAsync();
        var line = Encoding.ASCII.GetString(buffer, begin, at);
        begin += at + 2;
        return line;
    }

    private async ValueTask SkipAsync(long count)
    {
        while (count > end - begin)
        {
            count -= end - begin;
            begin = end = 0;
            await FillAsync();
        }

        begin += (int)count;
    }

    private async ValueTask FillAsync()
    {
        if (begin == end)
            begin = end = 0;
        if (end == buffer.Length)
        {
            buffer.AsSpan(begin, end - begin).CopyTo(buffer);
            (begin, end) = (0, end - begin);
        }

        var read = await socket.ReceiveAsync(buffer.AsMemory(end));
        end += read > 0 ? read : throw new InvalidOperationException("The connection was closed.");
    }
}
