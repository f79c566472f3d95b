using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Wan.Hosting.Doors.Access;

namespace Wan.Hosting.Doors.Descriptions;

/// <summary>The API's description, for programs and for people.</summary>
public static class DescriptionEndpoints
{
    internal const string Document = "/openapi/v1.json", Page = "/docs";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    private static readonly DoorParameter ETag = new("ETag", "Of these bytes; in `If-None-Match` it asks whether they are still the same.");

    private static readonly Lazy<(byte[] Bytes, EntityTagHeaderValue Tag)> Json = new(() => Tagged(ApiDocument.Bytes));
    private static readonly Lazy<(byte[] Bytes, EntityTagHeaderValue Tag)> Html = new(() => Tagged(Encoding.UTF8.GetBytes(ReferencePage.Of(ApiDocument.Bytes))));

    /// <summary>Maps <c>/openapi/v1.json</c> and <c>/docs</c>.</summary>
    public static void MapDescription(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Document, Reading, () => Show(Json.Value, "application/json")).IsOpen().Describes(new("showDescription", DoorGroups.Service, "This description")
        {
            Answers = [new(200, "It, in OpenAPI 3.1.", typeof(object)) { Headers = [ETag] }, new(304, "It is as it was.")],
        });
        routes.MapMethods(Page, Reading, ShowPage).IsOpen().Describes(new("showDocumentation", DoorGroups.Service, "This description as a page")
        {
            Answers = [new(200, "It. The page loads nothing and runs nothing.") { MediaType = "text/html", Headers = [ETag] }, new(304, "It is as it was.")],
        });
    }

    private static IResult ShowPage(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = ReferencePage.Policy;
        return Show(Html.Value, "text/html; charset=utf-8");
    }

    private static IResult Show((byte[] Bytes, EntityTagHeaderValue Tag) what, string type) => Results.Bytes(what.Bytes, type, entityTag: what.Tag);

    private static (byte[] Bytes, EntityTagHeaderValue Tag) Tagged(byte[] bytes) =>
        (bytes, new($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\""));
}
