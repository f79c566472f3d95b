using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace Wan.Intake.Events;

/// <summary>An answer of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html), which begins at once.</summary>
internal sealed class EventStream(HttpContext context, EventsMetrics metrics, CancellationToken ended)
{
    /// <summary>Begins it, with the id to come again with, if there is one already.</summary>
    public async Task BeginAsync(string? id)
    {
        var answer = context.Response;
        answer.ContentType = "text/event-stream";
        answer.Headers.CacheControl = "no-store";
        answer.Headers["X-Accel-Buffering"] = "no"; // https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffering
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await WriteAsync([EventFrame.Begin(id)]);
    }

    /// <summary>Writes some, as they are made.</summary>
    public async Task WriteAsync(IEnumerable<EventFrame> frames)
    {
        var (writer, unflushed, events) = (context.Response.BodyWriter, 0, 0);
        foreach (var frame in frames)
        {
            writer.Write(frame.Bytes.Span);
            events += frame.Type is null ? 0 : 1;
            if ((unflushed += frame.Bytes.Length) < 64 * 1024)
                continue;
            unflushed = 0;
            await FlushAsync();
        }

        if (unflushed > 0)
            await FlushAsync();
        if (events > 0)
            metrics.Sent(events);
    }

    private async Task FlushAsync()
    {
        await context.Response.BodyWriter.FlushAsync(ended);
        ended.ThrowIfCancellationRequested();
    }
}
