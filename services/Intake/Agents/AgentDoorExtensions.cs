using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using ModelContextProtocol.Protocol;
using Wan.Hosting;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;

namespace Wan.Intake.Agents;

/// <summary>
/// The door for agents, <c>POST /mcp</c>, which speaks the Model Context Protocol over HTTP (https://modelcontextprotocol.io). It keeps no sessions, so that any replica answers, and whatever a
/// tool does is asked at a door of the API.
/// </summary>
internal static class AgentDoorExtensions
{
    private const string Path = "/mcp";

    // A message is read as a whole, and beside the limit of all large ones: larger images belong where a URL reaches them, or to the door for requests.
    private const long MaxMessage = ByteBudget.Small;

    /// <summary>Adds what it needs.</summary>
    public static IServiceCollection AddAgentDoor(this IServiceCollection services)
    {
        services.AddLogging(logging => logging.AddFilter("ModelContextProtocol", LogLevel.Warning)); // Below, it tells of each call; and at the lowest level what was said, prompts too.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)); // It makes keys for sessions, of which this door has none: where they lie is nobody's worry.
        services.AddMcpServer(server =>
        {
            server.ServerInfo = new Implementation
            {
                Name = "wan-services",
                Title = "Wan Services",
                Version = typeof(AgentDoorExtensions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0",
            };
            server.ServerInstructions = AgentTexts.Instructions;
            server.ToolCollection = [.. AgentTools.All]; // Made with the first call: starts that nobody calls in go without.
        }).WithHttpTransport(http => http.Stateless = true);
        return services;
    }

    /// <summary>Maps it. Each tool needs the scope of its own door beside.</summary>
    public static void MapAgentDoor(this IEndpointRouteBuilder routes)
    {
        var door = routes.MapMcp(Path).Needs(Scopes.Read).IsNotDescribed().ComesBy("mcp").WithMetadata(new RequestSizeLimitAttribute(MaxMessage));
        door.Finally(static endpoint =>
        {
            // By it, routing would refuse a content type before anybody has asked who asks.
            foreach (var accepts in endpoint.Metadata.OfType<IAcceptsMetadata>().ToList())
                endpoint.Metadata.Remove(accepts);
            var door = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => HttpMethods.IsPost(context.Request.Method) && Refuse(context.Request) is { } refusal ? refusal.ExecuteAsync(context) : door(context);
        });
    }

    private static IResult? Refuse(HttpRequest request) =>
        RequestBody.RefuseType(request) ?? (RequestBody.IsTooLong(request, MaxMessage) ? DoorProblems.TooLarge(MaxMessage) : null);
}
