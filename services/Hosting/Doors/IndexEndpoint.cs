using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Net.Http.Headers;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;

namespace Wan.Hosting.Doors;

/// <summary><c>GET /</c>: what this is, and which addresses there are.</summary>
public static partial class IndexEndpoint
{
    // Its own, and that of what it was built from.
    private static readonly string? Version = typeof(IndexEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    private static readonly DoorDescription Description = new("showIndex", DoorGroups.Service, "What this is, and which addresses there are")
    {
        Answers = [new(200, "The addresses of this process.", typeof(IndexView))],
    };

    /// <summary>Maps it.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="page">What a browser gets there, which asks for <c>text/html</c>; null for the same as programs.</param>
    public static void MapIndex(this IEndpointRouteBuilder routes, Func<HttpContext, IResult>? page = null) =>
        routes.MapMethods("/", Reading, (HttpContext context, EndpointDataSource endpoints, IHostEnvironment environment) => Index(context, endpoints, environment, page)).IsOpen().Describes(Description);

    private static IResult Index(HttpContext context, EndpointDataSource endpoints, IHostEnvironment environment, Func<HttpContext, IResult>? page)
    {
        if (page is not null)
        {
            context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
            if (context.Request.GetTypedHeaders().Accept.Any(type => type.MediaType == "text/html" && type.Quality is not 0))
                return page(context);
        }

        var doors = endpoints.Endpoints.OfType<RouteEndpoint>().Where(door => door.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null).ToList();
        return Results.Json(new IndexView
        {
            Service = environment.ApplicationName,
            Version = Version,
            Documentation = Link(DescriptionEndpoints.Page),
            Description = Link(DescriptionEndpoints.Document),
            Addresses = [.. doors.Select(Describe).OrderBy(address => address.Path, StringComparer.Ordinal).ThenBy(address => address.Methods[0], StringComparer.Ordinal)],
        });

        string? Link(string path) => doors.Exists(door => door.RoutePattern.RawText == path) ? path : null;
    }

    private static IndexAddress Describe(RouteEndpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } some ? some : [HttpMethods.Get];
        var path = $"/{Constraint().Replace(endpoint.RoutePattern.RawText ?? "", "").Trim('/')}";
        return new() { Path = path, Methods = methods, Summary = ApiDocument.SummaryOf(path, methods[0]) };
    }

    // The ":guid" of "{id:guid}".
    [GeneratedRegex(@"(?<=\{\w+):\w+(?=\})")]
    private static partial Regex Constraint();
}
