using System.Globalization;
using System.IO.Compression;
using System.Net.Sockets;
using System.Text;

namespace Wan.Soak;

/// <summary>What is sent to Intake's HTTP door, byte for byte, and asks for no video that can be made.</summary>
/// <param name="Name">What is odd about it.</param>
/// <param name="Bytes">The bytes.</param>
/// <param name="EndsEarly">Whether more should come, and does not.</param>
internal sealed record OddRequest(string Name, byte[] Bytes, bool EndsEarly = false);

/// <summary>What scanners, broken clients and bad proxies send.</summary>
internal static class OddRequests
{
    private const string Wrong = """{"model":"wan9","input":{}}""";

    private const string Post = "POST /v1/generations HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n", Json = "Content-Type: application/json\r\n";

    // As long as a frozen process stays so, and a while.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<OddRequest> Every { get; } =
    [
        Make("a body that is compressed", $"{Post}{Json}Content-Encoding: gzip\r\nContent-Length: {Compressed.Length}\r\n\r\n", Compressed),
        Make("a body that only says so", $"{Post}{Json}Content-Encoding: br, gzip\r\nContent-Length: {Wrong.Length}\r\n\r\n{Wrong}"),
        Make("a chunk whose size is none", $"{Post}{Json}Transfer-Encoding: chunked\r\n\r\nzz\r\n{Wrong}\r\n0\r\n\r\n"),
        Make("a chunk whose size is too large for a number", $"{Post}{Json}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{Wrong}"),
        Make("a chunk that is longer than it says", $"{Post}{Json}Transfer-Encoding: chunked\r\n\r\n2\r\n{Wrong}\r\n0\r\n\r\n"),
        Make("chunks with extensions and trailers", $"{Post}{Json}Transfer-Encoding: chunked\r\n\r\n{Wrong.Length:x};a=\"b\"\r\n{Wrong}\r\n0;z\r\nX: y\r\n\r\n"),
        Make("chunks that do not end", $"{Post}{Json}Transfer-Encoding: chunked\r\n\r\n5\r\n{{\"mod") with { EndsEarly = true },
        Make("chunks and a length", $"{Post}{Json}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"),
        Make("another encoding than chunks", $"{Post}{Json}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        Make("a negative length", $"{Post}{Json}Content-Length: -1\r\n\r\n"),
        Make("two lengths", $"{Post}{Json}Content-Length: 2\r\nContent-Length: {Wrong.Length}\r\n\r\n{Wrong}"),
        Make("a length that never comes", $"{Post}{Json}Content-Length: 1000\r\n\r\n{Wrong}") with { EndsEarly = true },
        Make("a length beyond all limits", $"{Post}{Json}Content-Length: 9999999999\r\n\r\n{Wrong}"),
        Make("a header of 40,000 bytes", $"{Post}{Json}X: {new string('x', 40_000)}\r\nContent-Length: 2\r\n\r\n{{}}"),
        Make("a thousand headers", $"{Post}{string.Concat(Enumerable.Range(0, 1000).Select(number => $"X{number}: 1\r\n"))}\r\n"),
        Make("a header with a zero in it", $"{Post}X: a\0b\r\nContent-Length: 2\r\n\r\n{{}}"),
        Make("a header that is no UTF-8", $"{Post}{Json}Content-Length: {Wrong.Length}\r\nIdempotency-Key: \u00ff\u00fe\r\n\r\n{Wrong}"),
        Make("a malformed trace context", $"{Post}{Json}traceparent: 00-zz\r\ntracestate: =\r\nbaggage: %ff=,;\r\nContent-Length: {Wrong.Length}\r\n\r\n{Wrong}"),
        Make("two keys", $"{Post}{Json}Idempotency-Key: a\r\nIdempotency-Key: b\r\nContent-Length: {Wrong.Length}\r\n\r\n{Wrong}"),
        Make("no host", "POST /v1/generations HTTP/1.1\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"),
        Make("another host", "GET /v1/generations HTTP/1.1\r\nHost: evil.example.com\r\nConnection: close\r\n\r\n"),
        Make("a body that promises to come", $"{Post}{Json}Expect: 100-continue\r\nContent-Length: {Wrong.Length}\r\n\r\n{Wrong}"),
        Make("a method that there is not", "BREW /v1/generations HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
        Make("a path that leads out", "GET /v1/generations/..%2f..%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
        Make("a version that there is not", "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n"),
        Make("TLS", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003") with { EndsEarly = true },
        Make("nothing", "") with { EndsEarly = true },
    ];

    /// <summary>Sends it, and no more.</summary>
    /// <returns>The status of the answer; null if there was none, as while the process is killed or stands still.</returns>
    public static async Task<int?> SendAsync(Uri address, OddRequest request)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var client = new TcpClient();
        var answer = new MemoryStream();
        try
        {
            await client.ConnectAsync(address.Host, address.Port, patience.Token);
            await using var stream = client.GetStream();
            await stream.WriteAsync(request.Bytes, patience.Token);
            if (request.EndsEarly)
                client.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(answer, patience.Token);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // What came before counts.
        }

        // The last of them: 100 Continue may come before.
        return Encoding.Latin1.GetString(answer.ToArray()).Split('\n').Where(line => line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal))
            .Select(line => int.Parse(line.AsSpan(9, 3), CultureInfo.InvariantCulture)).Cast<int?>().LastOrDefault();
    }

    /// <summary>Whether it may be answered so: what can't be taken is refused, or put off.</summary>
    public static bool IsAllowed(int? status) => status is null or (>= 400 and < 500) or 501 or 503 or 505;

    private static byte[] Compressed
    {
        get
        {
            using var compressed = new MemoryStream();
            using (var zip = new GZipStream(compressed, CompressionLevel.Fastest))
                zip.Write(Encoding.UTF8.GetBytes(Wrong));
            return compressed.ToArray();
        }
    }

    private static OddRequest Make(string name, string text, byte[]? more = null) => new(name, [.. Encoding.Latin1.GetBytes(text), .. more ?? []]);
}
