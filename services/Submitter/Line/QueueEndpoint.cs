using Microsoft.Extensions.Options;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Storage;
using Wan.Submitter.Quotas;

namespace Wan.Submitter.Line;

/// <summary><c>GET /v1/queue/{generation_id}</c>: place in the line, estimated start or what it waits for, or 404 if it doesn't wait.</summary>
public static class QueueEndpoint
{
    // The vendor's own samples took 5 to 17 minutes; only until the first task has ended here.
    private const double UnknownSlotSeconds = 300;

    /// <summary>Maps it.</summary>
    public static void MapQueue(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/queue/{generationId}", PlaceAsync).Needs(Scopes.Read).OfGeneration("generationId");

    private static async Task<IResult> PlaceAsync(
        string generationId,
        IDocuments<Submission> submissions,
        WaitingLine line,
        SharedDocuments shared,
        ArchiveRooms rooms,
        IOptions<SubmitterOptions> options,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (DoorIds.Read(generationId) is not { } id || await submissions.FindAsync(id, cancellationToken) is not { State: SubmissionState.Waiting } submission)
            return Results.Problem($"No generation '{generationId}' waits here.", statusCode: StatusCodes.Status404NotFound, title: "It does not wait.");

        var ahead = await line.CountBeforeAsync(submission, cancellationToken);
        var now = time.GetUtcNow();
        var supplies = new List<Supply>();
        var obstacles = new List<string?>();
        foreach (var account in shared.AccountsFor(submission.Model))
        {
            var state = await shared.State(account.Name).ReadAsync(cancellationToken);
            var quota = await shared.Quota(account.Name, submission.Model).ReadAsync(cancellationToken);
            obstacles.Add(Obstacles.Of(state) ?? Obstacles.Of(quota));
            if (obstacles[^1] is not null)
                continue;
            var limits = QuotaLimits.Of(account, options.Value);
            supplies.Add(new Supply(
                limits.Slots, limits.Slots - quota.Slots.Count, limits.Spacing.TotalSeconds, quota.SlotSeconds ?? UnknownSlotSeconds));
        }

        var waitingFor = Obstacles.WaitingFor(submission.Model, await rooms.ReadAsync(cancellationToken), obstacles);
        return Results.Json(new QueuePlace
        {
            Position = ahead + 1,
            AtLeast = ahead >= DocumentCount.Limit,
            EstimatedStart = waitingFor is null && EstimateWait(ahead, supplies) is { } wait ? now + wait : null,
            WaitingFor = waitingFor,
        });
    }

    /// <summary>How long until a generation starts: free slots first, at the pace of submits; then as slots come free.</summary>
    /// <param name="ahead">How many go before it.</param>
    /// <param name="supplies">What the accounts that can be used have to give.</param>
    /// <returns>Null if there is none.</returns>
    internal static TimeSpan? EstimateWait(long ahead, IReadOnlyCollection<Supply> supplies)
    {
        if (supplies.Count == 0)
            return null;
        var free = supplies.Sum(supply => Math.Max(0, supply.Free));
        var submitsPerSecond = supplies.Sum(supply => 1 / supply.SpacingSeconds);
        var startsPerSecond = supplies.Sum(supply => supply.Slots / Math.Max(supply.SlotSeconds, supply.SpacingSeconds));
        var byRate = ahead / submitsPerSecond;
        var bySlots = ahead < free ? 0 : (ahead - free + 1) / startsPerSecond;
        return TimeSpan.FromSeconds(Math.Min(Math.Max(byRate, bySlots), TimeSpan.FromDays(365).TotalSeconds));
    }

    /// <summary>One account's slots, free slots, seconds between submits and seconds that a slot is taken.</summary>
    internal sealed record Supply(int Slots, int Free, double SpacingSeconds, double SlotSeconds);
}
