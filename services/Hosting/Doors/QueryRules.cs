using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wan.Contracts;
using Wan.Hosting.Doors.Access;

namespace Wan.Hosting.Doors;

/// <summary>What may stand behind the question mark of an address: a parameter that is misspelt would else be left out without a word. A door takes none unless it says so.</summary>
public static class QueryRules
{
    /// <summary>Names the parameters that these doors take.</summary>
    public static TBuilder Takes<TBuilder>(this TBuilder doors, params string[] names) where TBuilder : IEndpointConventionBuilder =>
        doors.WithMetadata(new QueryNames(names));

    /// <summary>Lets these doors take whatever comes, for those who ask by rules of their own.</summary>
    public static TBuilder TakesAny<TBuilder>(this TBuilder doors) where TBuilder : IEndpointConventionBuilder => doors.WithMetadata(new QueryNames(null));

    /// <summary>Refuses parameters that the door does not take, and those that come twice.</summary>
    internal static Task CheckAsync(HttpContext context, RequestDelegate next) =>
        context.GetEndpoint() is RouteEndpoint door && Refuse(context.Request.Query, door) is { } refusal ? refusal.ExecuteAsync(context) : next(context);

    private static IResult? Refuse(IQueryCollection query, RouteEndpoint door)
    {
        if (query.Count == 0)
            return null;
        var names = door.Metadata.GetMetadata<QueryNames>() is { } parameters ? parameters.Names : [];
        if (names is null)
            return null;
        var isSigned = door.Metadata.GetMetadata<DoorAccess>() is { Scope: not null } && query.ContainsKey(SignedAddress.Signature);
        foreach (var (name, values) in query)
        {
            if (!names.Contains(name, StringComparer.Ordinal) && !(isSigned && name is (SignedAddress.Expires or SignedAddress.Signature)))
            {
                var known = names.Count == 0 ? "It takes none." : $"It takes {string.Join(", ", names)}.";
                return Wrong("query.unknown", name, $"This address takes no parameter '{name}'. {known}");
            }

            if (values.Count > 1)
                return Wrong("query.repeated", name, $"The parameter '{name}' stands {values.Count} times in the address.");
        }

        return null;
    }

    private static IResult Wrong(string code, string name, string message) => Results.Problem(
        message, statusCode: StatusCodes.Status400BadRequest, title: "The request can't be read.",
        extensions: new Dictionary<string, object?>
        {
            ["findings"] = new[] { new Finding { Severity = "error", Code = code, Pointer = $"/{name}", Message = message } },
        });
}

/// <summary>Metadata of a door: what may stand behind the question mark.</summary>
/// <param name="Names">Of the parameters; null for any.</param>
public sealed record QueryNames(IReadOnlyList<string>? Names);
