using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;

namespace Wan.Intake.Doors;

/// <summary>The doors of webhooks, where Notifier is another process: what that says. Which of them there are, what they take and who may ask is its to know.</summary>
internal static class NotifierDoors
{
    private static readonly string[] Changing = [HttpMethods.Post, HttpMethods.Patch, HttpMethods.Delete];

    public static void MapNotifierDoors(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/webhooks/{**rest}", PassOnAsync).Needs(Scopes.Read).TakesAny();
        routes.MapMethods("/v1/webhooks/{**rest}", Changing, PassOnAsync).Needs(Scopes.Create, Scopes.Read).TakesAny();
    }

    private static Task PassOnAsync(HttpContext context, NotifierClient notifier) => notifier.PassOnAsync(context);
}
