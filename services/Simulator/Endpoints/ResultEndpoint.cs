using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;
using Wan.Simulator.Tasks;
using Wan.Simulator.Video;

namespace Wan.Simulator.Endpoints;

/// <summary>Serves the videos, as an object store does: GET and HEAD, one range, entity tags.</summary>
internal sealed class ResultEndpoint(Vendor vendor, ResultUrls urls, SimulatorOptions options)
{
    public async Task HandleAsync(HttpContext context)
    {
        var now = vendor.Now;
        var task = vendor.Find((string)context.Request.RouteValues["id"]!, now);
        if (urls.Check(context.Request, now) is var (code, message))
        {
            await StoreError(StatusCodes.Status403Forbidden, code, message).WriteAsync(context);
            return;
        }

        if (task is null || task.State(now) != TaskState.Succeeded)
        {
            await StoreError(StatusCodes.Status404NotFound, "NoSuchKey", "The specified key does not exist.").WriteAsync(context);
            return;
        }

        if (HttpMethods.IsGet(context.Request.Method))
            CountDownload(task);
        await ServeAsync(context, SimulatedVideo.Create(task.Id, task.Request.Shape, options.MinimumVideoBytes), task.EndsAt);
    }

    private static Answer StoreError(int status, string code, string message) =>
        new(status, System.Text.Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>\n"), "application/xml");

    private static async Task ServeAsync(HttpContext context, SimulatedVideo video, DateTimeOffset modifiedAt)
    {
        var tag = new EntityTagHeaderValue($"\"{video.ETag}\"");
        var modified = DateTimeOffset.FromUnixTimeSeconds(modifiedAt.ToUnixTimeSeconds());
        var asked = context.Request.GetTypedHeaders();
        var response = context.Response;
        var headers = response.GetTypedHeaders();
        headers.ETag = tag;
        headers.LastModified = modified;
        response.Headers.AcceptRanges = "bytes";
        if (asked.IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false) || known == EntityTagHeaderValue.Any))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "video/mp4";
        var (from, count) = (0L, video.Length);
        if (Range(asked, tag, modified) is { } range)
        {
            from = range.From ?? Math.Max(0, video.Length - range.To!.Value);
            count = (range.From is null ? video.Length : Math.Min(video.Length, (range.To ?? long.MaxValue - 1) + 1)) - from;
            if (count <= 0)
            {
                headers.ContentRange = new ContentRangeHeaderValue(video.Length);
                response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
                return;
            }

            headers.ContentRange = new ContentRangeHeaderValue(from, from + count - 1, video.Length);
            response.StatusCode = StatusCodes.Status206PartialContent;
        }

        response.ContentLength = count;
        if (HttpMethods.IsHead(context.Request.Method))
            return;

        foreach (var piece in video.Read(from, count))
        {
            await response.BodyWriter.WriteAsync(piece, context.RequestAborted);
        }
    }

    // One range only, and only if what the caller has of the file is still the file.
    private static RangeItemHeaderValue? Range(RequestHeaders asked, EntityTagHeaderValue tag, DateTimeOffset modified)
    {
        if (asked.Range is not { Unit.Value: "bytes", Ranges: { Count: 1 } ranges })
            return null;

        var stillThat = asked.IfRange switch
        {
            null => true,
            { EntityTag: { } known } => known.Compare(tag, useStrongComparison: true),
            { LastModified: { } since } => since == modified,
            _ => false,
        };
        return stillThat ? ranges.First() : null;
    }

    private void CountDownload(SimulatedTask task)
    {
        var account = vendor.Account(task.Account);
        lock (account.Gate)
        {
            account.Counters.Downloads++;
            task.Downloads++;
        }
    }
}
