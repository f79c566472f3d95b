using Microsoft.Net.Http.Headers;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;
using Wan.Intake.Doors;
using Wan.Media;
using Wan.Storage;
using Wan.Storage.Files;

namespace Wan.Intake.Files;

/// <summary>The doors of files. Another tenant's file is there as little as one that never was.</summary>
internal static class FileEndpoints
{
    private const int DefaultLimit = 50, MaxLimit = 200;

    public static void MapFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/files", UploadEndpoint.HandleAsync).Needs(Scopes.Create).Describes(FileDescriptions.Upload);
        routes.MapGet("/v1/files", ListAsync).Needs(Scopes.Read).Describes(FileDescriptions.List);
        routes.MapGet("/v1/files/{id}", FindAsync).Needs(Scopes.Read).Describes(FileDescriptions.Find);
        routes.MapGet("/v1/files/{id}/content", ReadAsync).Needs(Scopes.Read).Describes(FileDescriptions.Content);
        routes.MapDelete("/v1/files/{id}", DeleteAsync).Needs(Scopes.Create).Describes(FileDescriptions.Delete);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, FileShelf shelf, CancellationToken cancellationToken, string? tenant = null, string? limit = null, string? cursor = null)
    {
        var requester = context.Requester();
        if (tenant is not null && !requester.Sees(tenant))
            return Problems.OtherTenant(requester.OnlyTenant!);
        var size = DefaultLimit;
        if (limit is not null && (!int.TryParse(limit, out size) || size is < 1 or > MaxLimit))
            return Problems.BadRequest(Problems.Error("query.limit", "/limit", $"limit must be 1 to {MaxLimit}, not '{limit}'."));
        try
        {
            var page = await shelf.PageAsync(new PageQuery { Limit = size, Tenant = tenant ?? requester.OnlyTenant, Cursor = cursor }, cancellationToken);
            return Results.Json(new FilePageView { Items = [.. page.Items.Select(FileView.Of)], Next = page.Next }, IntakeJson.Default.FilePageView);
        }
        catch (ArgumentException)
        {
            return Problems.BadRequest(Problems.Error("query.cursor", "/cursor", "cursor must be the 'next' of an earlier page, as it was given."));
        }
    }

    private static async Task<IResult> FindAsync(string id, HttpContext context, FileShelf shelf, CancellationToken cancellationToken) =>
        await OfRequesterAsync(id, context, shelf, cancellationToken) is { } file ? Results.Json(FileView.Of(file), IntakeJson.Default.FileView) : FileProblems.NotFound(id);

    // For saving alone: what a browser takes for a page may be an image to us.
    private static async Task<IResult> ReadAsync(string id, HttpContext context, FileShelf shelf, IFileContents contents, CancellationToken cancellationToken)
    {
        if (await OfRequesterAsync(id, context, shelf, cancellationToken) is not { } file || await contents.OpenAsync(file.Id, cancellationToken) is not { } content)
            return FileProblems.NotFound(id);
        var format = FileFormat.All.First(format => format.Name == file.Format);
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(file.Name ?? $"{file.Id}.{format.Extension}");
        var headers = context.Response.Headers;
        (headers.ContentDisposition, headers.XContentTypeOptions, headers.ContentSecurityPolicy, headers.CacheControl) =
            (disposition.ToString(), "nosniff", "default-src 'none'; sandbox", "private, no-store");
        StorageDoors.AnswerHasBegun();
        return Results.Stream(content, "application/octet-stream");
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext context, FileShelf shelf, CancellationToken cancellationToken)
    {
        do
        {
            if (await OfRequesterAsync(id, context, shelf, cancellationToken) is not { } file)
                return FileProblems.NotFound(id);
            if (await shelf.DeleteAsync(file, cancellationToken))
                return Results.NoContent();
        }
        while (true); // Somebody used it just now: it is to go all the same.
    }

    private static async Task<StoredFile?> OfRequesterAsync(string id, HttpContext context, FileShelf shelf, CancellationToken cancellationToken) =>
        DoorIds.Read(id) is { } known ? await shelf.FindAsync(known, context.Requester().OnlyTenant, cancellationToken) : null;
}
