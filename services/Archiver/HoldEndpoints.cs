using Wan.Storage;

namespace Wan.Archiver;

/// <summary>The doors of the hold, which keeps retention away from a video.</summary>
internal static class HoldEndpoints
{
    /// <summary>Maps, below <c>/v1/generations/{id}</c>: <c>hold</c>, to see, set and lift it.</summary>
    public static void MapHold(this IEndpointRouteBuilder generation)
    {
        generation.MapGet("/hold", ShowAsync);
        generation.MapPut("/hold", (string id, HttpContext context) => ChangeAsync(id, true, context));
        generation.MapDelete("/hold", (string id, HttpContext context) => ChangeAsync(id, false, context));
    }

    private static async Task<IResult> ShowAsync(string id, HttpContext context) => await VideoEndpoints.FindAsync(id, context) is { } archive
        ? Results.Json(new HoldView { Hold = archive.Hold }, ArchiverJson.Default.HoldView)
        : Nothing();

    private static async Task<IResult> ChangeAsync(string id, bool hold, HttpContext context)
    {
        if (await VideoEndpoints.FindAsync(id, context) is not { } found)
            return Nothing();
        var gone = false;
        var archive = await context.RequestServices.GetRequiredService<IDocuments<Archive>>().ChangeAsync(
            found,
            archive =>
            {
                gone = hold && archive.State is ArchiveState.Deleting or ArchiveState.Deleted;
                var news = !gone && archive.Hold != hold;
                archive.Hold = hold;
                return news;
            },
            context.RequestAborted);
        if (archive is null)
            return Nothing();
        return gone
            ? VideoEndpoints.Problem(StatusCodes.Status410Gone, "The video was deleted.", archive.DeletionReason)
            : Results.NoContent();
    }

    private static IResult Nothing() => VideoEndpoints.Problem(StatusCodes.Status404NotFound, "There is no archive of this generation.", null);
}
