using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Wan.Fixtures;

namespace Wan.Bench.Webhooks;

/// <summary>A receiver that answers at once.</summary>
internal sealed class WebhookEar : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ConcurrentQueue<Hearing> heard = new();
    private readonly WebApplication app;

    private WebhookEar()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(HearAsync);
    }

    public string Address => app.Urls.First();

    /// <summary>What came, in its order.</summary>
    public IReadOnlyCollection<Hearing> Heard => heard;

    public static async Task<WebhookEar> StartAsync()
    {
        var ear = new WebhookEar();
        await ear.app.StartAsync();
        return ear;
    }

    /// <summary>Waits until so many have come.</summary>
    public Task HeardAsync(int count) => Eventually.UntilAsync(() => Task.FromResult(heard.Count >= count), () => $"{count} webhooks, of which {heard.Count} came", Patience);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task HearAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var now = DateTimeOffset.UtcNow;
        heard.Enqueue(new Hearing(context.Request.Headers["webhook-id"].ToString(), now, now - body.RootElement.GetProperty("timestamp").GetDateTimeOffset()));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>One webhook that came.</summary>
    internal sealed record Hearing(string Id, DateTimeOffset At, TimeSpan Delay);
}
