using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;

namespace Wan.Submitter.Line;

/// <summary><c>GET /v1/queue/{generation_id}</c>: place in the line, why it waits and the estimated start, or 404 if it doesn't wait.</summary>
public static class QueueEndpoint
{
    /// <summary>Maps it. It is for Intake, which shows the place with the generation.</summary>
    public static void MapQueue(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/queue/{generationId}", PlaceAsync).Needs(Scopes.Read).OfGeneration("generationId").IsNotDescribed();

    /// <summary>Maps <c>PUT /v1/queue/{generation_id}/priority/{priority}</c>: 204 once it has that priority, 409 if it waits no longer, 404 if it is not known. It is for Intake, which keeps the priority too.</summary>
    public static void MapQueuePriority(this IEndpointRouteBuilder routes) =>
        routes.MapPut("/v1/queue/{generationId}/priority/{priority}", ChangeAsync).Needs(Scopes.Create).OfGeneration("generationId").IsNotDescribed();

    private static async Task<IResult> ChangeAsync(string generationId, string priority, PriorityChanges changes, CancellationToken cancellationToken)
    {
        if (!Priorities.Names.Contains(priority))
            return DoorProblems.BadRequest(DoorProblems.Error("queue.priority", "/priority", $"priority must be one of {string.Join(", ", Priorities.Names)}, not '{priority}'."));
        return (DoorIds.Read(generationId) is { } id ? await changes.ChangeAsync(id, priority, cancellationToken) : PriorityOutcome.NotThere) switch
        {
            PriorityOutcome.Changed => Results.NoContent(),
            PriorityOutcome.Gone => Results.Problem($"Generation '{generationId}' waits no longer, or its turn is now.", statusCode: StatusCodes.Status409Conflict, title: "It does not wait."),
            _ => Results.Problem($"No generation '{generationId}' is known here.", statusCode: StatusCodes.Status404NotFound, title: "It does not wait."),
        };
    }

    private static async Task<IResult> PlaceAsync(string generationId, QueuePlaces places, CancellationToken cancellationToken) =>
        DoorIds.Read(generationId) is { } id && await places.FindAsync(id, cancellationToken) is { } place
            ? Results.Json(place)
            : Results.Problem($"No generation '{generationId}' waits here.", statusCode: StatusCodes.Status404NotFound, title: "It does not wait.");
}
