using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Storage;

namespace Wan.Intake.Doors;

/// <summary><c>DELETE /v1/generations/{id}/video</c>: has the archived video deleted; its proof stays.</summary>
internal static class DeleteVideoEndpoint
{
    public static async Task<IResult> HandleAsync(
        string id, HttpContext context, IDocuments<Generation> generations, VideoDeletions deletions, CancellationToken cancellationToken)
    {
        if (DoorIds.Read(id) is not { } known || await generations.FindAsync(known, cancellationToken) is not { } generation)
            return Problems.NotFound(id);
        return await deletions.AskAsync(generation, context.Requester(), cancellationToken) ?? Results.Accepted($"/v1/generations/{known}");
    }
}
