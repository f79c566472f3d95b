using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Wan.Hosting.Doors.Access;

namespace Wan.Hosting.Doors;

/// <summary><c>GET /</c>: which addresses there are.</summary>
public static class IndexEndpoint
{
    /// <summary>Maps it.</summary>
    public static void MapIndex(this IEndpointRouteBuilder routes) => routes.MapGet("/", Index).IsOpen();

    private static IResult Index(EndpointDataSource endpoints, IHostEnvironment environment) => Results.Json(new Dictionary<string, object>
    {
        ["service"] = environment.ApplicationName,
        ["addresses"] = endpoints.Endpoints.OfType<RouteEndpoint>().Select(Describe).Order(StringComparer.Ordinal),
    });

    private static string Describe(RouteEndpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods;
        return $"/{endpoint.RoutePattern.RawText?.TrimStart('/')} ({(methods is { Count: > 0 } ? string.Join(", ", methods) : HttpMethods.Get)})";
    }
}
