using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Wan.Hosting.Doors.Descriptions;

namespace Wan.Hosting.Doors;

/// <summary>
/// Asks at the doors of this process for somebody who has come in by another one: the same scopes, tenants, limits and rules decide, and the answer is the same as over HTTP.
/// </summary>
public sealed class InnerDoors
{
    private readonly EndpointDataSource endpoints;
    private readonly IServiceScopeFactory scopes;
    private readonly RequestDelegate ask;

    /// <summary>Those of this process.</summary>
    public InnerDoors(EndpointDataSource endpoints, IServiceProvider services, IServiceScopeFactory scopes)
    {
        (this.endpoints, this.scopes) = (endpoints, scopes);
        var app = new ApplicationBuilder(services).UseInnerDoors();
        app.Run(context => context.GetEndpoint()!.RequestDelegate!(context));
        ask = app.Build();
    }

    /// <summary>Asks at one.</summary>
    /// <param name="door">Its name (<see cref="DoorDescription.Id"/>).</param>
    /// <param name="user">Who asks, as the door knows them that they have come in by.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Ends it, as a broken connection does.</param>
    /// <exception cref="InvalidOperationException">This process has no such door.</exception>
    public async Task<InnerAnswer> AskAsync(string door, ClaimsPrincipal user, InnerRequest request, CancellationToken cancellationToken)
    {
        var endpoint = endpoints.Endpoints.OfType<RouteEndpoint>().FirstOrDefault(one => one.Metadata.GetMetadata<DoorDescription>()?.Id == door)
            ?? throw new InvalidOperationException($"This process has no door of the name {door}.");
        await using var scope = scopes.CreateAsyncScope();
        using var answer = new MemoryStream();
        var context = new DefaultHttpContext { User = user, RequestServices = scope.ServiceProvider, RequestAborted = cancellationToken };
        Fill(context.Request, endpoint, request);
        context.SetEndpoint(endpoint);
        context.Response.Body = answer;
        await ask(context);
        await context.Response.CompleteAsync();
        return new(context.Response.StatusCode, context.Response.Headers.RetryAfter.ToString() is { Length: > 0 } wait ? wait : null, answer.ToArray());
    }

    /// <summary>Has another door of this process answer a request that was let in, and asks for the same in another shape; an id in its path is found there by the same name.</summary>
    /// <param name="door">Its name (<see cref="DoorDescription.Id"/>).</param>
    /// <param name="context">The request.</param>
    /// <returns>False if this process has no such door, and nothing was answered.</returns>
    public async Task<bool> TryGoOnAsync(string door, HttpContext context)
    {
        if (endpoints.Endpoints.OfType<RouteEndpoint>().FirstOrDefault(one => one.Metadata.GetMetadata<DoorDescription>()?.Id == door) is not { } endpoint)
            return false;
        await endpoint.RequestDelegate!(context);
        return true;
    }

    private static void Fill(HttpRequest request, RouteEndpoint endpoint, InnerRequest asked)
    {
        (request.Scheme, request.Host, request.Protocol) = ("http", new HostString("localhost"), "HTTP/1.1");
        request.Method = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0];
        request.Path = $"/{endpoint.RoutePattern.RawText!.TrimStart('/')}";
        if (asked.Id is { } id)
        {
            request.Path = request.Path.Value!.Replace("{id}", id, StringComparison.Ordinal);
            request.RouteValues["id"] = id;
        }

        request.Query = new QueryCollection(asked.Query.ToDictionary(parameter => parameter.Key, parameter => new StringValues(parameter.Value)));
        foreach (var (name, value) in asked.Headers)
            request.Headers[name] = value;
        if (asked.Body is not { } body)
            return;
        request.Body = new MemoryStream(body, writable: false);
        (request.ContentType, request.ContentLength) = ("application/json", body.Length);
    }
}

/// <summary>What is asked at a door.</summary>
public sealed record InnerRequest
{
    /// <summary>The id in its path; null where it has none.</summary>
    public string? Id { get; init; }

    /// <summary>What stands behind the question mark.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    /// <summary>Headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The body, as JSON; null for none.</summary>
    public byte[]? Body { get; init; }
}

/// <summary>What a door answers.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="RetryAfter">Seconds until it is worth asking again; null if it does not say.</param>
/// <param name="Body">JSON, or nothing.</param>
public sealed record InnerAnswer(int Status, string? RetryAfter, byte[] Body);
