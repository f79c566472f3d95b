using MassTransit;
using Microsoft.Net.Http.Headers;
using Wan.Archiver.Descriptions;
using Wan.Hosting;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;
using Wan.Storage;

namespace Wan.Archiver.Quarantine;

/// <summary>The doors of the quarantine: see what was not archived and why, fetch it, accept it.</summary>
internal static class QuarantineEndpoints
{
    /// <summary>Maps, below <c>/v1/generations/{id}</c>: <c>quarantine</c>, <c>quarantine/video</c> and <c>quarantine/accept</c>.</summary>
    public static void MapQuarantine(this IEndpointRouteBuilder generation)
    {
        generation.MapGet("/quarantine", ShowAsync).Needs(Scopes.Read).Describes(VideoDescriptions.ShowSuspect);
        generation.MapMethods("/quarantine/video", [HttpMethods.Get, HttpMethods.Head], GetVideoAsync).Needs(Scopes.Read).Describes(VideoDescriptions.SuspectFile);
        generation.MapPost("/quarantine/accept", AcceptAsync).Needs(Scopes.Operate).Describes(VideoDescriptions.Accept);
    }

    private static async Task<IResult> ShowAsync(string id, HttpContext context) => await VideoEndpoints.FindAsync(id, context) is { Suspect: { } suspect } archive
        ? Results.Json(QuarantineView.Of(archive, suspect), ArchiverJson.Default.QuarantineView)
        : Nothing();

    private static async Task<IResult> GetVideoAsync(string id, HttpContext context)
    {
        if (await VideoEndpoints.FindAsync(id, context) is not { Suspect: { } suspect } archive)
            return Nothing();
        if (await context.RequestServices.GetRequiredService<QuarantineStore>().OpenAsync(archive.Id, context.RequestAborted) is not { } stream)
        {
            return VideoEndpoints.Problem(
                StatusCodes.Status404NotFound, "The file is missing in quarantine.", "It may wait on another machine for the archive's store; ./wan verify tells what is missing.");
        }

        // Nobody has vouched for these bytes, so that no browser is to play or guess at them.
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{archive.Id}.quarantine.mp4\"";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Stream(
            stream, "application/octet-stream", lastModified: suspect.SeenAt, entityTag: new EntityTagHeaderValue($"\"{suspect.Video.Sha256}\""), enableRangeProcessing: true);
    }

    private static async Task<IResult> AcceptAsync(string id, HttpContext context)
    {
        if (await VideoEndpoints.FindAsync(id, context) is not { } found)
            return Nothing();
        var accepted = false;
        var archive = await context.RequestServices.GetRequiredService<IDocuments<Archive>>().ChangeAsync(
            found,
            archive =>
            {
                accepted = archive is { State: ArchiveState.Failed, Suspect: not null };
                if (accepted)
                    ArchiveRules.Accept(archive, context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
                return accepted;
            },
            context.RequestAborted);
        if (accepted)
            context.RequestServices.GetRequiredService<ArchiveSignal>().Raise();
        return archive switch
        {
            { State: ArchiveState.Stored, Accepted: true } => await TellAgainAsync(archive, context),
            { State: ArchiveState.Stored } =>
                VideoEndpoints.Problem(StatusCodes.Status409Conflict, "The video is archived.", "What was in quarantine for it is not needed any more."),
            { State: ArchiveState.Deleting or ArchiveState.Deleted } =>
                VideoEndpoints.Problem(StatusCodes.Status410Gone, "The video was deleted.", archive.DeletionReason),
            { State: ArchiveState.Waiting, Accepted: true } => Results.Accepted($"/v1/generations/{archive.Id}"),
            { State: ArchiveState.Waiting } => VideoEndpoints.Problem(
                StatusCodes.Status409Conflict, "The vendor is still being tried.", "Something better may come; this can be accepted once the generation has failed."),
            _ => Nothing(),
        };
    }

    // Whoever asks again may have seen a generation that was not told of its video, since the process died between the two.
    private static async Task<IResult> TellAgainAsync(Archive archive, HttpContext context)
    {
        try
        {
            await context.RequestServices.GetRequiredService<IBus>().PublishInTimeAsync(
                ArchiveMessages.Of(archive)!, context.RequestServices.GetRequiredService<TimeProvider>(), context.RequestAborted);
            return Results.Accepted($"/v1/generations/{archive.Id}");
        }
        catch (TimeoutException)
        {
            return VideoEndpoints.Problem(StatusCodes.Status503ServiceUnavailable, "The broker can't be reached.", "The video is archived. Ask again, so that the generation is told of it.");
        }
    }

    private static IResult Nothing() => VideoEndpoints.Problem(StatusCodes.Status404NotFound, "Nothing is in quarantine for this generation.", null);
}
