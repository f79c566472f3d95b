using System.Globalization;
using Microsoft.Extensions.Options;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;
using Wan.Intake.Doors.Descriptions;
using Wan.Intake.Events;
using Wan.Storage;

namespace Wan.Intake.Doors;

/// <summary>Events as they come: <c>GET /v1/events</c> of all generations, <c>GET /v1/generations/{id}/events</c> of one.</summary>
internal static class EventsEndpoint
{
    private const string LastEventId = "Last-Event-ID";

    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/events", FollowAllAsync).Needs(Scopes.Read).Describes(FollowDescriptions.All).DisableHttpMetrics();
        routes.MapGet("/v1/generations/{id}/events", FollowOneAsync).Needs(Scopes.Read).OfGeneration().Describes(FollowDescriptions.One).DisableHttpMetrics();
    }

    private static async Task<IResult> FollowAllAsync(
        HttpContext context, AllEvents all, EventsMetrics metrics, IOptions<IntakeOptions> options, string? tenant = null, string? types = null)
    {
        if (EventTypes.Read(types, out var wanted) is { } unknown)
            return Problems.BadRequest(Problems.Error("query.types", "/types", $"types must be a list with commas of {string.Join(", ", EventTypes.All)}; there is no '{unknown}'."));
        var requester = context.Requester();
        if (tenant is not null && !requester.Sees(tenant))
            return Problems.OtherTenant(requester.OnlyTenant!);
        if (!TryReadId(context, out var id))
            return WrongId("It must be the id of the last event that was received, and stand there once.");
        EventCursor? cursor = null;
        if (id is not null && !EventCursor.TryRead(id, out cursor))
            return WrongId("It must be the id of an event of this address, as it was received; without it the stream begins now.");
        return await WithinLimitAsync(context, metrics, options.Value, () => all.FollowAsync(context, tenant ?? requester.OnlyTenant, wanted, cursor));
    }

    private static async Task<IResult> FollowOneAsync(string id, HttpContext context, OneGenerationEvents one, EventsMetrics metrics, IOptions<IntakeOptions> options)
    {
        var last = 0;
        if (!TryReadId(context, out var text) || (text is not null && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out last)))
            return WrongId("It must be the number of the last event that was received; without it the stream begins with the first.");
        if (DoorIds.Read(id) is not { } known)
            return Problems.NotFound(id);
        return await WithinLimitAsync(context, metrics, options.Value, () => one.FollowAsync(context, known, last));
    }

    private static async Task<IResult> WithinLimitAsync(HttpContext context, EventsMetrics metrics, IntakeOptions options, Func<Task<IResult>> follow)
    {
        // Never all connections of this process; and a tenant's key takes no more than half of them.
        var most = Math.Min(options.EventsListeners, Math.Max(1, ConnectionLimit.Of(context.RequestServices.GetRequiredService<IOptions<DoorOptions>>().Value.MaxConnections) / 2));
        using var place = metrics.Streams.Take(most, context.Requester().OnlyTenant);
        if (place is null)
            return Away(context, "Too many streams.", $"{most:N0} streams of events at most are open at this process, half of them of one tenant. Come again later, or ask another one.");
        using var over = new CancellationTokenSource();
        var leaving = LeaveWithItsKeyAsync(context, options.EventsHeartbeat, over.Token);
        try
        {
            return await follow();
        }
        catch (OperationCanceledException)
        {
            return context.Response.HasStarted || context.RequestAborted.IsCancellationRequested
                ? Results.Empty
                : Away(context, "This process stops.", "Come again, with the same Last-Event-ID if there is one: nothing is missed.");
        }
        catch (StorageException) when (context.Response.HasStarted)
        {
            return Results.Empty; // The client comes again with what it has.
        }
        finally
        {
            await over.CancelAsync();
            await leaving;
        }
    }

    // A key that is revoked hears nothing more.
    private static async Task LeaveWithItsKeyAsync(HttpContext context, TimeSpan every, CancellationToken over)
    {
        using var timer = new PeriodicTimer(every, context.RequestServices.GetRequiredService<TimeProvider>());
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                if (await IsLetInAsync(context))
                    continue;
                context.Abort();
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The stream has ended.
        }
    }

    private static async Task<bool> IsLetInAsync(HttpContext context)
    {
        try
        {
            return await context.IsStillLetInAsync();
        }
        catch (StorageException)
        {
            return true; // As long as the store is away there is nothing to hear.
        }
    }

    /// <summary>503 that says when to come again.</summary>
    internal static IResult Away(HttpContext context, string title, string detail)
    {
        context.Response.Headers.RetryAfter = "5";
        return Problems.Unavailable(title, detail);
    }

    /// <summary>410: what came since is not told any more.</summary>
    internal static IResult Gone(string why) => Problems.Gone("What was missed is not told any more.", Problems.Error(
        "header.last_event_id", "", $"{why} Read the list at /v1/generations, then come without {LastEventId}, from which on the stream begins now."));

    private static IResult WrongId(string message) => Problems.BadRequest(Problems.Error("header.last_event_id", "", $"{LastEventId} can't be read. {message}"));

    // An empty one is what a browser has that has had none.
    private static bool TryReadId(HttpContext context, out string? id)
    {
        var values = context.Request.Headers[LastEventId];
        id = values is [{ Length: > 0 } only] ? only : null;
        return values.Count <= 1;
    }
}
