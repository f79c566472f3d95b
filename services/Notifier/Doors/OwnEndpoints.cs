using Wan.DashScope.Requests;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Notifier.Endpoints;

namespace Wan.Notifier.Doors;

/// <summary>Which endpoint whoever asks means, of those that they may know of.</summary>
internal static class OwnEndpoints
{
    private const string DefaultTenant = "default";

    /// <summary>On whose behalf they ask.</summary>
    /// <param name="context">The request.</param>
    /// <param name="named">The tenant that they name; null for none.</param>
    /// <returns>The tenant, or why not.</returns>
    public static (string Tenant, IResult? Problem) TenantOf(HttpContext context, string? named)
    {
        var requester = context.Requester();
        var tenant = named ?? requester.Tenant ?? DefaultTenant;
        if (!requester.Sees(tenant))
            return (tenant, DoorProblems.OtherTenant(requester.Tenant!));
        return TenantName.IsOne(tenant) ? (tenant, null) : (tenant, DoorProblems.BadRequest(DoorProblems.Error("query.tenant", "/tenant", $"tenant must be {TenantName.Rule}.")));
    }

    /// <summary>The endpoint with this id; <c>callbacks</c> is that of the tenant's callbacks.</summary>
    public static async Task<(WebhookEndpoint? Endpoint, IResult? Problem)> FindAsync(string id, HttpContext context, string? tenant)
    {
        var book = context.RequestServices.GetRequiredService<EndpointBook>();
        if (id == WebhookEndpoint.Callbacks)
        {
            var (owner, problem) = TenantOf(context, tenant);
            return problem is null ? (await book.CallbacksAsync(owner, context.RequestAborted), null) : (null, problem);
        }

        if (tenant is not null && TenantOf(context, tenant).Problem is { } other)
            return (null, other);
        return await book.FindAsync(id, context.RequestAborted) is { Url: not null } endpoint && context.Requester().Sees(endpoint.Tenant) && (tenant is null || tenant == endpoint.Tenant)
            ? (endpoint, null)
            : (null, Problems.NoEndpoint(id));
    }
}
