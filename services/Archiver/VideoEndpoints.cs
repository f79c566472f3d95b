using Microsoft.Net.Http.Headers;
using Wan.Archiver.Stores;
using Wan.Storage;

namespace Wan.Archiver;

/// <summary>The doors of the archive.</summary>
public static class VideoEndpoints
{
    /// <summary>Maps <c>/v1/generations/{id}/video</c>: the video itself, whole or in ranges.</summary>
    public static void MapVideos(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/v1/generations/{id}/video", [HttpMethods.Get, HttpMethods.Head], GetVideoAsync);

    private static async Task<IResult> GetVideoAsync(string id, IServiceProvider services, CancellationToken cancellationToken)
    {
        var archive = Guid.TryParseExact(id, "D", out _)
            ? await services.GetRequiredService<IDocuments<Archive>>().FindAsync(id, cancellationToken)
            : null;
        if (archive is { State: ArchiveState.Deleting or ArchiveState.Deleted })
            return Problem(StatusCodes.Status410Gone, "The video was deleted.", archive.DeletionReason);
        if (archive is not { State: ArchiveState.Stored, Key: { } key, Video: { } video })
            return Problem(StatusCodes.Status404NotFound, "There is no video of this generation.", archive is null ? null : "It isn't archived yet.");

        if (await services.GetRequiredService<IVideoStore>().OpenAsync(key, cancellationToken) is not { } stream)
            return Problem(StatusCodes.Status404NotFound, "The video is missing in the archive.", "./wan verify tells what else is.");
        return Results.Stream(
            stream,
            contentType: "video/mp4",
            fileDownloadName: null,
            lastModified: video.ArchivedAt,
            entityTag: new EntityTagHeaderValue($"\"{video.Sha256}\""),
            enableRangeProcessing: true);
    }

    private static IResult Problem(int status, string title, string? detail) => Results.Problem(detail, statusCode: status, title: title);
}
