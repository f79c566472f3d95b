using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Wan.EndToEnd.Tests;

/// <summary>Takes what comes over OTLP, and keeps it as it came.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, byte[] Body)> received = new();
    private readonly WebApplication app;

    private Collector(WebApplication app) => this.app = app;

    /// <summary>Where it listens.</summary>
    public string Address => app.Urls.First();

    /// <summary>Every span.</summary>
    public IReadOnlyList<OtlpSpan> Spans => [.. received.Where(request => request.Path == "/v1/traces").SelectMany(request => OtlpSpans.Read(request.Body))];

    /// <summary>Every batch of spans, metrics or log lines.</summary>
    public IEnumerable<byte[]> Everything => received.Select(request => request.Body);

    /// <summary>Starts it on a port of its own.</summary>
    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var collector = new Collector(builder.Build());
        collector.app.MapPost("/{**path}", collector.KeepAsync);
        await collector.app.StartAsync();
        return collector;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task KeepAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        received.Enqueue((request.Path, body.ToArray()));
    }
}
