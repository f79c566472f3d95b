using System.Diagnostics;
using System.Text;
using Wan.Bench.Pages;

namespace Wan.Bench.Doors;

/// <summary>Connections that send the same request again and again.</summary>
/// <param name="address">Where to.</param>
/// <param name="request">The whole of it, head and body.</param>
/// <param name="status">What each must be answered.</param>
internal sealed class Poster(Uri address, byte[] request, int status)
{
    /// <summary>Sends for a while.</summary>
    /// <returns>What each took, in milliseconds.</returns>
    public async Task<List<double>> SendAsync(int connections, TimeSpan duration)
    {
        var (all, watch) = (new List<double>(), Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            var own = new List<double>();
            using var reader = new PageReader();
            await reader.ConnectAsync(address);
            while (watch.Elapsed < duration)
            {
                var begun = Stopwatch.GetTimestamp();
                await reader.ReadAsync(request, status);
                own.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }

            lock (all)
                all.AddRange(own);
        })));
        return all;
    }

    /// <summary>A POST of JSON.</summary>
    public static byte[] Request(string path, string body, string? key, string headers = "") => Encoding.UTF8.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{(key is null ? "" : $"Authorization: Bearer {key}\r\n")}{headers}Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
}
