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

    private static async Task<IResult> PlaceAsync(string generationId, QueuePlaces places, CancellationToken cancellationToken) =>
        DoorIds.Read(generationId) is { } id && await places.FindAsync(id, cancellationToken) is { } place
            ? Results.Json(place)
            : Results.Problem($"No generation '{generationId}' waits here.", statusCode: StatusCodes.Status404NotFound, title: "It does not wait.");
}
