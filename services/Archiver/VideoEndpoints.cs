using Microsoft.Net.Http.Headers;
using Wan.Archiver.Descriptions;
using Wan.Archiver.Quarantine;
using Wan.Archiver.Salvage;
using Wan.Archiver.Stores;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;
using Wan.Storage;

namespace Wan.Archiver;

/// <summary>The doors of the archive.</summary>
public static class VideoEndpoints
{
    private const string FetchAgain = "POST …/archive fetches it again from the second copy, or the vendor while it has it; ./wan verify tells what else is missing.";

    /// <summary>
    /// Maps, below <c>/v1/generations/{id}</c>: <c>video</c> (the video itself, whole or in ranges), <c>poster</c> (its first picture, where
    /// ffmpeg is installed), <c>archive</c> (tries a failed archive again, and replaces a video that is missing or has changed), and
    /// what <see cref="HoldEndpoints"/> and <see cref="QuarantineEndpoints"/> say.
    /// </summary>
    public static void MapVideos(this IEndpointRouteBuilder routes)
    {
        var videos = routes.MapGroup("/v1/generations/{id}").OfGeneration().AddEndpointFilter(NameStoreFaultAsync).AddEndpointFilter(LeaveOutOtherRangesAsync);
        videos.MapMethods("/video", [HttpMethods.Get, HttpMethods.Head], GetVideoAsync).Needs(Scopes.Read).Describes(VideoDescriptions.Video);
        videos.MapGet("/poster", GetPosterAsync).Needs(Scopes.Read).Describes(VideoDescriptions.Poster);
        videos.MapPost("/archive", TryAgainAsync).Needs(Scopes.Operate).Describes(VideoDescriptions.Archive);
        videos.MapHold();
        videos.MapQuarantine();
    }

    private static async ValueTask<object?> NameStoreFaultAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (StoreUnavailableException unavailable)
        {
            return Problem(StatusCodes.Status503ServiceUnavailable, "The archive's store is not available.", unavailable.Message);
        }
    }

    // RFC 9110, 14.2: a range in a unit that is not known is as good as none. ASP.NET Core reads any as bytes.
    private static ValueTask<object?> LeaveOutOtherRangesAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var headers = context.HttpContext.Request.Headers;
        if (!headers.Range.ToString().StartsWith("bytes=", StringComparison.OrdinalIgnoreCase))
            headers.Remove(HeaderNames.Range);
        return next(context);
    }

    private static async Task<IResult> GetVideoAsync(string id, HttpContext context)
    {
        var archive = await FindAsync(id, context);
        if (archive is not { State: ArchiveState.Stored, Key: { } key, Video: { } video })
            return NoVideo(archive);

        var store = context.RequestServices.GetRequiredService<IVideoStore>();
        if (HttpMethods.IsGet(context.Request.Method) && store.Presign(key) is { } elsewhere) // It is signed for GET.
            return Results.Redirect(elsewhere.AbsoluteUri, preserveMethod: true);
        if (await store.OpenAsync(key, context.RequestAborted) is not { } stream)
            return Problem(StatusCodes.Status404NotFound, "The video is missing in the archive.", FetchAgain);
        if (stream.CanSeek && stream.Length != video.Bytes)
        {
            await stream.DisposeAsync();
            return Problem(StatusCodes.Status404NotFound, "The video in the archive has been changed since it was proven.", FetchAgain);
        }

        context.Response.Headers.ContentDisposition = $"inline; filename=\"{archive.Id}.mp4\"";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Stream(
            stream, "video/mp4", lastModified: video.ArchivedAt, entityTag: new EntityTagHeaderValue($"\"{video.Sha256}\""), enableRangeProcessing: true);
    }

    private static async Task<IResult> GetPosterAsync(string id, HttpContext context)
    {
        var archive = await FindAsync(id, context);
        if (archive is not { State: ArchiveState.Stored, Video: { } video })
            return NoVideo(archive);
        if (await context.RequestServices.GetRequiredService<PosterMaker>().FindAsync(archive, context.RequestAborted) is not { } path)
            return Problem(StatusCodes.Status404NotFound, "There is no poster of this video.", "Posters are made by ffmpeg, if it is installed beside Archiver.");
        return Results.File(path, "image/jpeg", lastModified: video.ArchivedAt, entityTag: new EntityTagHeaderValue($"\"poster-{video.Sha256}\""));
    }

    private static async Task<IResult> TryAgainAsync(string id, HttpContext context)
    {
        if (await FindAsync(id, context) is not { } found)
            return Problem(StatusCodes.Status404NotFound, "There is no archive of this generation.", null);

        // One that is stored anew meanwhile is intact.
        var damaged = found.State is ArchiveState.Stored && !await IsIntactAsync(found, context) ? found.Video : null;
        var begun = false;
        var archive = await Archives(context).ChangeAsync(
            found,
            archive =>
            {
                begun = archive.State is ArchiveState.Failed || (archive is { State: ArchiveState.Stored, Video.ArchivedAt: var at } && at == damaged?.ArchivedAt);
                if (begun)
                    ArchiveRules.Begin(archive, context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
                return begun;
            },
            context.RequestAborted);
        if (begun)
            context.RequestServices.GetRequiredService<ArchiveSignal>().Raise();
        return archive switch
        {
            null => Problem(StatusCodes.Status404NotFound, "There is no archive of this generation.", null),
            { State: ArchiveState.Deleting or ArchiveState.Deleted } => Problem(StatusCodes.Status410Gone, "The video was deleted.", archive.DeletionReason),
            { State: ArchiveState.Stored } => Problem(StatusCodes.Status409Conflict, "The video is archived.", null),
            _ => Results.Accepted($"/v1/generations/{archive.Id}"),
        };
    }

    private static Task<bool> IsIntactAsync(Archive archive, HttpContext context) => VideoAdoption.IsIntactAsync(
        context.RequestServices.GetRequiredService<IVideoStore>(), archive.Key!, archive.Video!, context.RequestAborted);

    /// <summary>The archive of a generation; null if there is none, or this is no id.</summary>
    internal static async Task<Archive?> FindAsync(string id, HttpContext context) =>
        DoorIds.Read(id) is { } known ? await Archives(context).FindAsync(known, context.RequestAborted) : null;

    private static IDocuments<Archive> Archives(HttpContext context) => context.RequestServices.GetRequiredService<IDocuments<Archive>>();

    private static IResult NoVideo(Archive? archive) => archive is { State: ArchiveState.Deleting or ArchiveState.Deleted }
        ? Problem(StatusCodes.Status410Gone, "The video was deleted.", archive.DeletionReason)
        : Problem(StatusCodes.Status404NotFound, "There is no video of this generation.", archive switch
        {
            null => null,
            { State: ArchiveState.Failed, Error: { } error } => error.Message,
            { LastProblem: { } problem } => $"It isn't archived yet. {problem}",
            _ => "It isn't archived yet.",
        });

    internal static IResult Problem(int status, string title, string? detail) => Results.Problem(detail, statusCode: status, title: title);
}
