using System.Buffers;
using System.Text;
using Microsoft.Net.Http.Headers;
using Wan.Simulator.Faults;
using Wan.Simulator.Tasks;
using Wan.Simulator.Video;

namespace Wan.Simulator.Endpoints;

/// <summary>Serves the videos, as an object store does: GET and HEAD, one range, entity tags.</summary>
internal sealed class ResultEndpoint(Vendor vendor, ResultUrls urls, DownloadFaults faults, SimulatorOptions options)
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
        if (!await faults.DivertAsync(context, task))
            await ServeAsync(context, task);
    }

    /// <summary>An error as object stores tell it.</summary>
    public static Answer StoreError(int status, string code, string message) => new(
        status,
        Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>\n"),
        "application/xml");

    private async Task ServeAsync(HttpContext context, SimulatedTask task)
    {
        var video = SimulatedVideo.Create(task.Id, task.Request.Shape, options.MinimumVideoBytes);
        var file = new ServedFile(video, task.EndsAt);
        var response = context.Response;
        file.Describe(response);
        if (file.IsKnown(context.Request))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var part = new FilePart(0, video.Length);
        if (faults.IgnoresRange(task))
        {
            response.Headers.Remove(HeaderNames.AcceptRanges);
        }
        else if (file.AskedPart(context.Request) is { } asked)
        {
            part = asked;
            response.StatusCode = part.Count > 0 ? StatusCodes.Status206PartialContent : StatusCodes.Status416RangeNotSatisfiable;
            response.Headers.ContentRange = part.Count > 0 ? $"bytes {part.From}-{part.From + part.Count - 1}/{video.Length}" : $"bytes */{video.Length}";
            if (part.Count == 0)
                return;
        }

        response.ContentType = "video/mp4";
        if (HttpMethods.IsHead(context.Request.Method))
            response.ContentLength = part.Count;
        else
            await SendAsync(context, video, part, faults.Damage(task, part.Count));
    }

    private static async Task SendAsync(HttpContext context, SimulatedVideo video, FilePart part, BodyDamage damage)
    {
        if (damage.EndlessUntil is null)
            context.Response.ContentLength = part.Count + damage.ExtraLength;

        // Small files go out in one write; a caller who stops reading stops this loop, so that a large one costs no memory.
        var unsent = 0;
        foreach (var piece in damage.Apply(video, part.From, part.Count))
        {
            context.Response.BodyWriter.Write(piece.Span);
            unsent += piece.Length;
            if (unsent < 64 * 1024 && damage.BytesPerSecond is null)
                continue;

            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            if (damage.BytesPerSecond is { } speed && !await context.HoldAsync(TimeSpan.FromSeconds((double)unsent / speed)))
                return;
            unsent = 0;
        }

        // The end of a response does not send what was written after a flush.
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        if (damage.ResetAfter is not null || damage.ExtraLength > 0)
            context.ResetConnection();
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
