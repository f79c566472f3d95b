using MassTransit;
using Wan.Archiver.Descriptions;
using Wan.Contracts;
using Wan.Hosting;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;
using Wan.Hosting.Tracing;
using Wan.Storage;

namespace Wan.Archiver;

/// <summary>The doors of the hold, which keeps retention away from a video.</summary>
internal static class HoldEndpoints
{
    /// <summary>Maps, below <c>/v1/generations/{id}</c>: <c>hold</c>, to see, set and lift it.</summary>
    public static void MapHold(this IEndpointRouteBuilder generation)
    {
        generation.MapGet("/hold", ShowAsync).Needs(Scopes.Read).Describes(VideoDescriptions.ShowHold);
        generation.MapPut("/hold", (string id, HttpContext context) => ChangeAsync(id, true, context)).Needs(Scopes.Operate).Describes(VideoDescriptions.Hold);
        generation.MapDelete("/hold", (string id, HttpContext context) => ChangeAsync(id, false, context)).Needs(Scopes.Operate).Describes(VideoDescriptions.Release);
    }

    private static async Task<IResult> ShowAsync(string id, HttpContext context) => await VideoEndpoints.FindAsync(id, context) is { } archive
        ? Results.Json(new HoldView { Hold = archive.Hold }, ArchiverJson.Default.HoldView)
        : Nothing();

    private static async Task<IResult> ChangeAsync(string id, bool hold, HttpContext context)
    {
        if (await VideoEndpoints.FindAsync(id, context) is not { } found)
            return Nothing();
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        var gone = false;
        var archive = await context.RequestServices.GetRequiredService<IDocuments<Archive>>().ChangeAsync(
            found,
            archive =>
            {
                gone = hold && archive.State is ArchiveState.Deleting or ArchiveState.Deleted;
                return !gone && ArchiveRules.Hold(archive, hold, time.GetUtcNow());
            },
            context.RequestAborted);
        if (archive is null)
            return Nothing();
        return gone
            ? VideoEndpoints.Problem(StatusCodes.Status410Gone, "The video was deleted.", archive.DeletionReason)
            : await TellAsync(archive, time, context);
    }

    // Also if it was so before: whoever asks again may have seen a generation that was not told of it.
    private static async Task<IResult> TellAsync(Archive archive, TimeProvider time, HttpContext context)
    {
        using var step = WanTrace.Enter(archive);
        try
        {
            await context.RequestServices.GetRequiredService<IBus>().PublishInTimeAsync(
                new VideoHoldChanged { GenerationId = archive.Id, Hold = archive.Hold, At = archive.HoldChangedAt!.Value }, time, context.RequestAborted);
            return Results.NoContent();
        }
        catch (TimeoutException)
        {
            return VideoEndpoints.Problem(
                StatusCodes.Status503ServiceUnavailable, "The broker can't be reached.",
                $"The video is {(archive.Hold ? "on hold" : "not on hold any more")}. Ask again, so that its generation shows it.");
        }
    }

    private static IResult Nothing() => VideoEndpoints.Problem(StatusCodes.Status404NotFound, "There is no archive of this generation.", null);
}
