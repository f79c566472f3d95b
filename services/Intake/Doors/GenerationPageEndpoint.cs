using Wan.Hosting.Doors.Access;
using Wan.Intake.Lists;
using Wan.Intake.Views;
using Wan.Storage;

namespace Wan.Intake.Doors;

/// <summary><c>GET /v1/generations</c>: the newest first of those that a filter means, or those of an id.</summary>
internal static class GenerationPageEndpoint
{
    public static async Task<IResult> HandleAsync(
        HttpContext context, IDocuments<Generation> generations, GenerationList list, ViewAddresses addresses, CancellationToken cancellationToken)
    {
        var (query, problem) = ListQuery.Read(context.Request.Query);
        if (query is null)
            return problem!;
        var requester = context.Requester();
        if (query.Filter.Tenant is { } named && !requester.Sees(named))
            return Problems.OtherTenant(requester.OnlyTenant!);
        query = query with { Filter = query.Filter with { Tenant = query.Filter.Tenant ?? requester.OnlyTenant } };
        if (query.ClientRequestId is { } own)
        {
            var found = await generations.FindByUniqueKeyAsync(Acceptance.KeyOf(query.Filter.Tenant ?? requester.Tenant ?? Acceptance.DefaultTenant, own), cancellationToken);
            return Show(found is null ? [] : [found], query, addresses);
        }

        if (query.TaskId is { } task)
        {
            var found = await list.OfTaskAsync(task, cancellationToken);
            return Show([.. found.Where(generation => query.Filter.Tenant is not { } tenant || generation.Tenant == tenant)], query, addresses);
        }

        if (query is { Filter.Search: { } search, Cursor: null })
        {
            var found = await list.OfIdAsync(search, query.Filter.Tenant ?? requester.Tenant ?? Acceptance.DefaultTenant, cancellationToken);
            if (found.Where(query.Filter.MeansWholly).ToList() is { Count: > 0 } those)
                return Show(those, query, addresses);
        }

        try
        {
            if (query.IsFull)
            {
                var wholes = await list.WholesAsync(query.Filter, query.Limit, query.Cursor, cancellationToken);
                return Full(wholes.Items, wholes.Next, addresses);
            }

            var page = await list.SummariesAsync(query.Filter, query.Limit, query.Cursor, cancellationToken);
            return new GenerationPage(page.Items, page.Next, addresses.PublicUrl);
        }
        catch (ArgumentException)
        {
            return ListQuery.Wrong("cursor", "cursor must be the 'next' of an earlier page, as it was given.").Problem!;
        }
    }

    private static IResult Show(IReadOnlyList<Generation> those, ListQuery query, ViewAddresses addresses) => query.IsFull
        ? Full(those, null, addresses)
        : new GenerationPage([.. those.Select(GenerationSummary.Of)], null, addresses.PublicUrl);

    private static IResult Full(IReadOnlyList<Generation> items, string? next, ViewAddresses addresses) => Results.Json(
        new GenerationPageView { Items = [.. items.Select(generation => GenerationView.Of(generation, addresses))], Next = next },
        IntakeJson.Default.GenerationPageView);
}
