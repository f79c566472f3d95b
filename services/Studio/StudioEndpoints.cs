using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;

namespace Wan.Studio;

/// <summary>
/// The page for people at <c>/</c>: static files that call the same doors as every other client, with the same keys. Open to all, since there is
/// nothing in them that anybody may not know.
/// </summary>
public static class StudioEndpoints
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps <c>/</c> for browsers (programs get the index there) and the page's files under <c>/studio/</c>.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="archiver">Where readers of videos are sent on to, which the page may then load from; null where this process has them.</param>
    public static void MapStudio(this IEndpointRouteBuilder routes, Uri? archiver = null)
    {
        var policy = StudioFiles.Policy(archiver);
        routes.MapIndex(context =>
        {
            context.Response.Headers.ContentSecurityPolicy = policy;
            context.Response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
            return Show(context, StudioFiles.Page);
        });
        routes.MapMethods("/studio/{**path}", Reading, (HttpContext context, string? path) =>
            StudioFiles.All.TryGetValue(path ?? "", out var file) && file != StudioFiles.Page ? Show(context, file) : Results.NotFound()).IsOpen().IsNotDescribed();
    }

    // A page that was asked for a moment ago may be of an older release: its tag is asked for each time, and costs no content.
    private static IResult Show(HttpContext context, StudioFile file)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        var (bytes, encoding) = Takes(context.Request, "br") ? (file.Brotli, "br") : Takes(context.Request, "gzip") ? (file.GZip, "gzip") : (file.Content, null);
        if (encoding is not null)
            headers.ContentEncoding = encoding;
        return Results.Bytes(bytes, file.Type, entityTag: file.Tag);
    }

    private static bool Takes(HttpRequest request, string encoding) =>
        request.GetTypedHeaders().AcceptEncoding.Any(known => known.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && known.Quality is not 0);
}
