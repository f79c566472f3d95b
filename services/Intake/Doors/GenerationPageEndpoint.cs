using Wan.Intake.Views;
using Wan.Storage;

namespace Wan.Intake.Doors;

/// <summary><c>GET /v1/generations</c>: the newest first, or the one of a requester's own id.</summary>
internal static class GenerationPageEndpoint
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    public static async Task<IResult> HandleAsync(
        IDocuments<Generation> generations, ViewAddresses addresses, CancellationToken cancellationToken,
        string? status = null, string? tenant = null, string? client_request_id = null, string? limit = null, string? cursor = null, string? view = null)
    {
        var size = DefaultLimit;
        if (limit is not null && (!int.TryParse(limit, out size) || size is < 1 or > MaxLimit))
            return Wrong("limit", $"limit must be 1 to {MaxLimit}, not '{limit}'.");
        if (status is not null && !GenerationView.Statuses.Contains(status))
            return Wrong("status", $"status must be one of {string.Join(", ", GenerationView.Statuses)}, not '{status}'.");
        if (view is not (null or "summary" or "full"))
            return Wrong("view", $"view must be summary or full, not '{view}'.");
        var isFull = view == "full";

        if (client_request_id is not null)
        {
            if (status is not null || cursor is not null)
                return Wrong("client_request_id", "client_request_id finds one generation: leave out status and cursor.");
            var found = await generations.FindByUniqueKeyAsync(Acceptance.KeyOf(tenant ?? Acceptance.DefaultTenant, client_request_id), cancellationToken);
            Generation[] those = found is null ? [] : [found];
            return isFull ? Full(those, null) : new GenerationPage([.. those.Select(GenerationSummary.Of)], null, addresses.PublicUrl);
        }

        try
        {
            var query = new PageQuery { Limit = size, Status = status, Tenant = tenant, Cursor = cursor };
            if (isFull)
            {
                var all = await generations.PageAsync(query, cancellationToken);
                return Full(all.Items, all.Next);
            }

            var page = await generations.PageAsync(query, stored => new GenerationSummary(stored), cancellationToken);
            return new GenerationPage(page.Items, page.Next, addresses.PublicUrl);
        }
        catch (ArgumentException)
        {
            return Wrong("cursor", "cursor must be the 'next' of an earlier page, as it was given.");
        }

        IResult Full(IReadOnlyList<Generation> items, string? next) => Results.Json(
            new GenerationPageView
            {
                Items = [.. items.Select(generation => GenerationView.Of(generation, addresses))],
                Next = next,
            },
            IntakeJson.Default.GenerationPageView);
    }

    private static IResult Wrong(string parameter, string message) => Problems.BadRequest(Problems.Error($"query.{parameter}", $"/{parameter}", message));
}
