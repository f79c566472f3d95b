using Microsoft.Extensions.Options;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;
using Wan.Notifier.Endpoints;
using Wan.Notifier.Lanes;
using Wan.Storage;

namespace Wan.Notifier.Doors;

/// <summary>The doors of webhook endpoints. To change one takes what lets one ask for videos, which may name a callback, and what lets one see all that an endpoint hears.</summary>
internal static class WebhookEndpoints
{
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/webhooks", AddAsync).Needs(Scopes.Create, Scopes.Read).Describes(WebhookDescriptions.Add);
        routes.MapGet("/v1/webhooks", ListAsync).Needs(Scopes.Read).Describes(WebhookDescriptions.List);
        routes.MapGet("/v1/webhooks/{id}", ShowAsync).Needs(Scopes.Read).Describes(WebhookDescriptions.Find);
        routes.MapPatch("/v1/webhooks/{id}", ChangeAsync).Needs(Scopes.Create, Scopes.Read).Describes(WebhookDescriptions.Change);
        routes.MapDelete("/v1/webhooks/{id}", DeleteAsync).Needs(Scopes.Create, Scopes.Read).Describes(WebhookDescriptions.Delete);
        var one = routes.MapGroup("/v1/webhooks/{id}");
        one.MapGet("/secret", ShowSecretAsync).Needs(Scopes.Create, Scopes.Read).Describes(WebhookDescriptions.ShowSecret);
        one.MapPost("/secret/rotate", RotateAsync).Needs(Scopes.Create, Scopes.Read).Describes(WebhookDescriptions.Rotate);
        one.MapDeliveries();
    }

    private static async Task<IResult> AddAsync(
        HttpContext context, EndpointBook book, WebhookAddresses addresses, IOptions<NotifierOptions> options, CancellationToken cancellationToken)
    {
        var (wanted, problem) = await context.Request.ReadBodyAsync(NotifierJson.Default.NewWebhook, cancellationToken);
        if (problem is not null)
            return problem;
        wanted ??= new NewWebhook();
        if (EndpointRules.Check(wanted, addresses) is { Count: > 0 } findings)
            return DoorProblems.Refused(findings);
        var (tenant, other) = OwnEndpoints.TenantOf(context, wanted.Tenant);
        if (other is not null)
            return other;
        if (await book.AddAsync(tenant, wanted, cancellationToken) is not { } endpoint)
            return Problems.TooMany(options.Value.MaxEndpoints);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(WebhookView.Of(endpoint) with { Secret = endpoint.Secret }, NotifierJson.Plain.WebhookView, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, EndpointBook book, CancellationToken cancellationToken, string? tenant = null, string? limit = null, string? cursor = null)
    {
        var requester = context.Requester();
        if (tenant is not null && OwnEndpoints.TenantOf(context, tenant).Problem is { } other)
            return other;
        if (!PageParameters.TryRead(limit, out var size, out var problem))
            return problem!;
        try
        {
            var page = await book.PageAsync(new PageQuery { Limit = size, Tenant = tenant ?? requester.OnlyTenant, Cursor = cursor }, cancellationToken);
            return Results.Json(
                new WebhookPageView { Items = [.. page.Items.Where(endpoint => endpoint.Url is not null).Select(WebhookView.Of)], Next = page.Next }, NotifierJson.Plain.WebhookPageView);
        }
        catch (ArgumentException)
        {
            return PageParameters.WrongCursor();
        }
    }

    private static async Task<IResult> ShowAsync(string id, HttpContext context, string? tenant = null)
    {
        var (endpoint, problem) = await OwnEndpoints.FindAsync(id, context, tenant);
        return endpoint is null ? problem! : Show(endpoint);
    }

    private static async Task<IResult> ChangeAsync(
        string id, HttpContext context, EndpointBook book, LaneHealth lanes, WebhookAddresses addresses, TimeProvider time, CancellationToken cancellationToken)
    {
        var (wanted, problem) = await context.Request.ReadBodyAsync(NotifierJson.Default.WebhookChange, cancellationToken);
        if (problem is not null)
            return problem;
        var (found, missing) = await OwnEndpoints.FindAsync(id, context, null);
        if (found is null)
            return missing!;
        if (found.Url is null)
            return Problems.NotOfCallbacks();
        wanted ??= new WebhookChange();
        if (EndpointRules.Check(wanted, addresses) is { Count: > 0 } findings)
            return DoorProblems.Refused(findings);
        if (wanted.Disabled is false || wanted.Url is not null)
            await lanes.ForgetAsync(found.Id, cancellationToken); // Before it is enabled: else the first failure would disable it for those before.
        var changed = await book.ChangeAsync(found, endpoint => Apply(endpoint, wanted, time.GetUtcNow()), cancellationToken);
        return changed is null ? Problems.NoEndpoint(id) : Show(changed);
    }

    private static bool Apply(WebhookEndpoint endpoint, WebhookChange wanted, DateTimeOffset now)
    {
        (endpoint.Url, endpoint.Events, endpoint.Description) = (wanted.Url ?? endpoint.Url, wanted.Events ?? endpoint.Events, wanted.Description ?? endpoint.Description);
        endpoint.UpdatedAt = now;
        if (wanted.Disabled is true)
            EndpointRules.Disable(endpoint, DisabledReasons.Requested, now);
        else if (wanted.Disabled is false)
            (endpoint.DisabledAt, endpoint.DisabledReason) = (null, null);
        return true;
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext context, EndpointBook book, CancellationToken cancellationToken)
    {
        var (found, missing) = await OwnEndpoints.FindAsync(id, context, null);
        if (found is null)
            return missing!;
        if (found.Url is null)
            return Problems.NotOfCallbacks();
        await book.DeleteAsync(found, cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> ShowSecretAsync(string id, HttpContext context, TimeProvider time, string? tenant = null)
    {
        var (endpoint, problem) = await OwnEndpoints.FindAsync(id, context, tenant);
        return endpoint is null ? problem! : ShowSecret(endpoint, context, time);
    }

    private static async Task<IResult> RotateAsync(
        string id, HttpContext context, EndpointBook book, IOptions<NotifierOptions> options, TimeProvider time, CancellationToken cancellationToken, string? tenant = null)
    {
        var (found, problem) = await OwnEndpoints.FindAsync(id, context, tenant);
        if (found is null)
            return problem!;
        var (secret, isDone) = (WebhookSecret.Create(), false);
        var rotated = await book.ChangeAsync(found, endpoint => isDone = EndpointRules.Rotate(endpoint, secret, time.GetUtcNow(), options.Value.RotationOverlap), cancellationToken);
        return rotated is null ? Problems.NoEndpoint(id)
            : isDone ? ShowSecret(rotated, context, time)
            : Problems.RotatedTooOften(EndpointRules.MaxEarlier);
    }

    private static IResult ShowSecret(WebhookEndpoint endpoint, HttpContext context, TimeProvider time)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(WebhookSecretView.Of(endpoint, time.GetUtcNow()), NotifierJson.Plain.WebhookSecretView);
    }

    private static IResult Show(WebhookEndpoint endpoint) => Results.Json(WebhookView.Of(endpoint), NotifierJson.Plain.WebhookView);
}
