using Wan.Hosting.Doors;
using Wan.Intake.Views;
using Wan.Storage;

namespace Wan.Intake.Lists;

/// <summary>Pages of the generations that a filter means, newest first.</summary>
internal sealed class GenerationList(IDocuments<Generation> generations)
{
    /// <summary>Most generations that one page looks at: with a rare model, label, error or search it has fewer than were asked for, or none, and goes on at its cursor.</summary>
    public const int MostLooked = 5_000;

    // What is looked at in one go where most of it may not be meant.
    private const int Step = 200;

    /// <summary>A page of summaries.</summary>
    /// <exception cref="ArgumentException">The cursor is none.</exception>
    public Task<DocumentPage<GenerationSummary>> SummariesAsync(GenerationFilter filter, int limit, string? cursor, CancellationToken cancellationToken) => WalkAsync(
        filter, limit, cursor,
        query => generations.PageAsync(query, stored => new GenerationSummary(stored), cancellationToken),
        filter.Means, summary => summary.Place);

    /// <summary>A page of whole generations.</summary>
    /// <exception cref="ArgumentException">The cursor is none.</exception>
    public Task<DocumentPage<Generation>> WholesAsync(GenerationFilter filter, int limit, string? cursor, CancellationToken cancellationToken) => WalkAsync(
        filter, limit, cursor,
        query => generations.PageAsync(query, cancellationToken),
        filter.Means, generation => new PageCursor(generation.CreatedAt.UtcTicks, generation.Id));

    /// <summary>Those whose task has this id at the vendor, of any tenant.</summary>
    public async Task<IReadOnlyList<Generation>> OfTaskAsync(string taskId, CancellationToken cancellationToken) =>
        (await generations.PageAsync(new PageQuery { Limit = Step, LookupKey = taskId }, cancellationToken)).Items;

    /// <summary>Those that have this text as an id, whole: their own, the requester's or the task's. Found by indexes, however many there are.</summary>
    /// <param name="id">The id.</param>
    /// <param name="tenant">Whose requester's own id is meant.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<IReadOnlyList<Generation>> OfIdAsync(string id, string tenant, CancellationToken cancellationToken)
    {
        if (DoorIds.Read(id) is { } own && await generations.FindAsync(own, cancellationToken) is { } itself)
            return [itself];
        return await generations.FindByUniqueKeyAsync(Acceptance.KeyOf(tenant, id), cancellationToken) is { } asked ? [asked] : await OfTaskAsync(id, cancellationToken);
    }

    private static async Task<DocumentPage<T>> WalkAsync<T>(
        GenerationFilter filter, int limit, string? cursor, Func<PageQuery, Task<DocumentPage<T>>> page, Func<T, bool> means, Func<T, PageCursor> place)
        where T : class
    {
        if (filter.IsWholly)
            return await page(filter.ToQuery(limit, cursor));
        var found = new List<T>();
        for (var looked = 0; looked < MostLooked; looked += Step)
        {
            var some = await page(filter.ToQuery(Step, cursor));
            foreach (var one in some.Items.Where(means))
            {
                found.Add(one);
                if (found.Count == limit)
                    return new(found, some.Next is null && ReferenceEquals(one, some.Items[^1]) ? null : place(one).ToString());
            }

            cursor = some.Next;
            if (cursor is null)
                break;
        }

        return new(found, cursor);
    }
}
