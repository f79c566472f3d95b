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

    // HEAD is a GET whose answer's body the server leaves out.
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapOpenAiVideos(this IEndpointRouteBuilder routes)
    {
        var videos = routes.MapGroup("/v1/videos").ComesBy(Name).Refuses(new OpenAiProblems()).IsNotDescribed();
        videos.MapPost("", CreateVideoEndpoint.HandleAsync).Needs(Scopes.Create);
        videos.MapMethods("", Reading, VideoListEndpoint.HandleAsync).Needs(Scopes.Read).Takes("after", "limit", "order");
        videos.MapMethods("/{id}", Reading, VideoEndpoints.FindAsync).Needs(Scopes.Read).OfGeneration();
        videos.MapDelete("/{id}", VideoEndpoints.DeleteAsync).Needs(Scopes.Cancel).OfGeneration();
        videos.MapMethods("/{id}/content", Reading, VideoEndpoints.ReadAsync).Needs(Scopes.Read).OfGeneration().Takes("variant");
        videos.Map("/{**rest}", OpenAiProblems.NotHere).IsOpen().TakesAny().ExcludeFromDescription(); // No address of its own.
    }
}
