using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;
using Wan.Notifier.Deliveries;
using Wan.Notifier.Endpoints;
using Wan.Notifier.Lanes;
using Wan.Storage;

namespace Wan.Notifier.Doors;

/// <summary>The doors of what was sent.</summary>
internal static class DeliveryEndpoints
{
    /// <summary>Maps them below an endpoint's address.</summary>
    public static void MapDeliveries(this IEndpointRouteBuilder endpoint)
    {
        endpoint.MapGet("/deliveries", ListAsync).Needs(Scopes.Read).Describes(WebhookDescriptions.Deliveries);
        endpoint.MapGet("/deliveries/{delivery}", ShowAsync).Needs(Scopes.Read).Describes(WebhookDescriptions.Delivery);
        endpoint.MapPost("/deliveries/{delivery}/redeliver", RedeliverAsync).Needs(Scopes.Create, Scopes.Read).Describes(WebhookDescriptions.Redeliver);
        endpoint.MapPost("/redeliver", RedeliverManyAsync).Needs(Scopes.Create, Scopes.Read).Describes(WebhookDescriptions.RedeliverMany);
    }

    private static async Task<IResult> ListAsync(
        string id, HttpContext context, IDocuments<Delivery> deliveries, CancellationToken cancellationToken, string? tenant = null, string? status = null,
        string? created_after = null, string? created_before = null, string? limit = null, string? cursor = null)
    {
        var (endpoint, missing) = await OwnEndpoints.FindAsync(id, context, tenant);
        if (endpoint is null)
            return missing!;
        if (status is not null && !DeliveryStatus.All.Contains(status))
            return DoorProblems.BadRequest(DoorProblems.Error("query.status", "/status", $"status must be one of {string.Join(", ", DeliveryStatus.All)}, not '{status}'."));
        if (!PageParameters.TryRead(limit, out var size, out var problem)
            || !PageParameters.TryRead("created_after", created_after, out var after, out problem)
            || !PageParameters.TryRead("created_before", created_before, out var before, out problem))
        {
            return problem!;
        }

        try
        {
            var query = new PageQuery { Limit = size, Tenant = endpoint.Id, Status = status, CreatedAfter = after, CreatedBefore = before, Cursor = cursor };
            var page = await deliveries.PageAsync(query, cancellationToken);
            return Results.Json(new DeliveryPageView { Items = [.. page.Items.Select(DeliveryView.Of)], Next = page.Next }, NotifierJson.Plain.DeliveryPageView);
        }
        catch (ArgumentException)
        {
            return PageParameters.WrongCursor();
        }
    }

    private static async Task<IResult> ShowAsync(
        string id, string delivery, HttpContext context, IDocuments<Delivery> deliveries, CancellationToken cancellationToken, string? tenant = null)
    {
        var (endpoint, missing) = await OwnEndpoints.FindAsync(id, context, tenant);
        if (endpoint is null)
            return missing!;
        return await deliveries.FindAsync(delivery, cancellationToken) is { } found && found.EndpointId == endpoint.Id
            ? Results.Json(DeliveryView.Of(found) with { Body = found.Body }, NotifierJson.Plain.DeliveryView)
            : Problems.NoDelivery(delivery);
    }

    private static async Task<IResult> RedeliverAsync(
        string id, string delivery, HttpContext context, IDocuments<Delivery> deliveries, LaneQueue lanes, TimeProvider time, CancellationToken cancellationToken, string? tenant = null)
    {
        var (endpoint, missing) = await OwnEndpoints.FindAsync(id, context, tenant);
        if (endpoint is null)
            return missing!;
        if (await deliveries.FindAsync(delivery, cancellationToken) is not { } found || found.EndpointId != endpoint.Id)
            return Problems.NoDelivery(delivery);
        if (endpoint.DisabledAt is not null)
            return Problems.Disabled();
        var isDone = false;
        var changed = await deliveries.ChangeAsync(found, fresh => isDone = DeliveryRules.Redeliver(fresh, time.GetUtcNow()), CancellationToken.None);
        if (changed is null)
            return Problems.NoDelivery(delivery);
        if (!isDone)
            return Problems.TooSoon(context, DeliveryRules.BetweenRedeliveries);
        await lanes.NudgeAsync(changed.Lane, changed.EndpointId, CancellationToken.None);
        return Results.Json(DeliveryView.Of(changed), NotifierJson.Plain.DeliveryView, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> RedeliverManyAsync(string id, HttpContext context, Redelivery redelivery, CancellationToken cancellationToken, string? tenant = null)
    {
        var (wanted, problem) = await context.Request.ReadBodyAsync(NotifierJson.Default.RedeliverRequest, cancellationToken);
        if (problem is not null)
            return problem;
        var (endpoint, missing) = await OwnEndpoints.FindAsync(id, context, tenant);
        if (endpoint is null)
            return missing!;
        if (wanted?.CreatedAfter is null)
            return DoorProblems.Refused([Problems.Error("redeliver.created_after", "/created_after", "created_after is missing: from when on to send again, such as 2026-11-30T09:00:00Z.")]);
        if (wanted.Status is not (null or DeliveryStatus.Failed or DeliveryStatus.Held or DeliveryStatus.Delivered))
            return DoorProblems.Refused([Problems.Error("redeliver.status", "/status", "status must be failed, held or delivered; without it, it is the first two.")]);
        if (endpoint.DisabledAt is not null)
            return Problems.Disabled();
        if (wanted.Cursor is null && !await redelivery.MayBeginAsync(endpoint, cancellationToken))
            return Problems.TooSoon(context, DeliveryRules.BetweenRedeliveries);
        try
        {
            return Results.Json(await redelivery.RunAsync(endpoint, wanted, cancellationToken), NotifierJson.Plain.RedeliverView);
        }
        catch (ArgumentException)
        {
            return PageParameters.WrongCursor();
        }
    }
}
