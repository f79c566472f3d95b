using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;

namespace Wan.Hosting.Doors;

/// <summary><c>GET /</c>: what this is, and which addresses there are.</summary>
public static partial class IndexEndpoint
{
    // Its own, and that of what it was built from.
    private static readonly string? Version = typeof(IndexEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    private static readonly DoorDescription Description = new("showIndex", DoorGroups.Service, "What this is, and which addresses there are")
    {
        Answers = [new(200, "The addresses of this process.", typeof(IndexView))],
    };

    /// <summary>Maps it.</summary>
    public static void MapIndex(this IEndpointRouteBuilder routes) => routes.MapGet("/", Index).IsOpen().Describes(Description);

    private static IResult Index(EndpointDataSource endpoints, IHostEnvironment environment)
    {
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
