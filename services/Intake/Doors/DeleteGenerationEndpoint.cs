using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;

namespace Wan.Intake.Doors;

/// <summary><c>DELETE /v1/generations/{id}</c>: has all that is kept of a generation deleted.</summary>
internal static class DeleteGenerationEndpoint
{
    public static async Task<IResult> HandleAsync(string id, HttpContext context, Erasures erasures, CancellationToken cancellationToken) =>
        DoorIds.Read(id) is not { } known
            ? Problems.NotFound(id)
            : await erasures.AskAsync(known, context.Requester(), cancellationToken) ?? Results.Accepted($"/v1/generations/{known}");
}
