using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;

namespace Wan.Intake.Gateway.OpenAi;

/// <summary>
/// The doors of OpenAI's videos API, <c>/v1/videos</c>, for its clients (npm <c>openai</c>, NuGet <c>OpenAI</c>): the same generations in another shape, by the same rules, keys and limits.
/// What of that API is not here is told so. <c>docs/gateway.md</c> is its page.
/// </summary>
internal static class OpenAiVideoDoors
{
    /// <summary>How spans and figures name these doors.</summary>
    public const string Name = "openai";

    private static readonly string[] AnyMethod = [HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete];

    public static void MapOpenAiVideos(this IEndpointRouteBuilder routes)
    {
        var videos = routes.MapGroup("/v1/videos").ComesBy(Name).Refuses(new OpenAiProblems()).IsNotDescribed();
        videos.MapPost("", CreateVideoEndpoint.HandleAsync).Needs(Scopes.Create);
        videos.MapGet("", VideoListEndpoint.HandleAsync).Needs(Scopes.Read).Takes("after", "limit", "order");
        videos.MapGet("/{id}", VideoEndpoints.FindAsync).Needs(Scopes.Read).OfGeneration();
        videos.MapDelete("/{id}", VideoEndpoints.DeleteAsync).Needs(Scopes.Cancel).OfGeneration();
        videos.MapGet("/{id}/content", VideoEndpoints.ReadAsync).Needs(Scopes.Read).OfGeneration().Takes("variant");
        videos.MapMethods("/{**rest}", AnyMethod, OpenAiProblems.NotHere).IsOpen().ExcludeFromDescription(); // No address of its own.
    }
}
