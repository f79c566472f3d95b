using System.Globalization;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;
using Wan.Intake.Doors;
using Wan.Storage;

namespace Wan.Intake.Changes;

/// <summary>
/// For Notifier, which asks at signed addresses. <c>GET /v1/changes/{told}/{ticks}</c> and <c>/v1/changes/{told}/{ticks}/{id}</c>: what has changed since a place, of what was not told;
/// <c>GET /v1/notices/{id}</c>: how a generation is now. The place stands in the path, since a signature covers no query.
/// </summary>
internal static class ChangesEndpoints
{
    public static void MapChanges(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/changes/{told:long}/{ticks:long}/{id?}", ReadAsync).Needs(Scopes.Operate).IsNotDescribed();
        routes.MapGet("/v1/notices/{id}", FindAsync).Needs(Scopes.Operate).IsNotDescribed();
    }

    private static async Task<IResult> ReadAsync(long told, long ticks, string? id, ChangesReader reader, CancellationToken cancellationToken) =>
        !IsTime(told) || !IsTime(ticks)
            ? Problems.BadRequest(Problems.Error("changes.place", "/ticks", string.Create(CultureInfo.InvariantCulture, $"The place must be 0 to {DateTimeOffset.MaxValue.Ticks} ticks.")))
            : Results.Json(await reader.ReadAsync(new ChangedCursor(new DateTimeOffset(ticks, TimeSpan.Zero), id), new DateTimeOffset(told, TimeSpan.Zero), cancellationToken), IntakeJson.Default.ChangesPage);

    private static bool IsTime(long ticks) => ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks;

    private static async Task<IResult> FindAsync(string id, ChangesReader reader, CancellationToken cancellationToken) =>
        DoorIds.Read(id) is { } known && await reader.FindAsync(known, cancellationToken) is { } notice ? Results.Json(notice, IntakeJson.Default.NotableChange) : Problems.NotFound(id);
}
