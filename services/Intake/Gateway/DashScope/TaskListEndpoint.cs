using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Storage;

namespace Wan.Intake.Gateway.DashScope;

/// <summary><c>GET /api/v1/tasks</c>: the vendor's list, of the generations that whoever asks may see, newest first.</summary>
internal static class TaskListEndpoint
{
    /// <summary>Most generations that one call looks at, the newest of its time; <c>total</c> counts no others.</summary>
    public const int MostLooked = 5_000;

    private const int Step = 1_000;

    public static async Task<IResult> HandleAsync(HttpContext context, IDocuments<Generation> generations, TimeProvider time, CancellationToken cancellationToken)
    {
        var (query, problem) = TaskListQuery.Read(context.Request.Query, time.GetUtcNow());
        if (query is null)
            return problem!;
        var tenant = context.Requester().OnlyTenant;
        var found = query.TaskId is { } id ? await OneAsync(id, tenant, generations, cancellationToken) : await OfTimeAsync(query, tenant, generations, cancellationToken);
        ListedTask[] meant = [.. found.Where(query.Means)];
        return VendorAnswer.Ok(json =>
        {
            json.WriteNumber("total", meant.Length);
            json.WriteNumber("total_page", (meant.Length + query.PageSize - 1) / query.PageSize);
            json.WriteNumber("page_no", query.Page);
            json.WriteNumber("page_size", query.PageSize);
            json.WriteStartArray("data");
            foreach (var task in meant.Skip((int)Math.Min((query.Page - 1L) * query.PageSize, int.MaxValue)).Take(query.PageSize))
                task.Write(json);
            json.WriteEndArray();
        });
    }

    private static async Task<IReadOnlyList<ListedTask>> OneAsync(string id, string? tenant, IDocuments<Generation> generations, CancellationToken cancellationToken) =>
        DoorIds.Read(id) is { } known && await generations.FindAsync(known, cancellationToken) is { } generation && (tenant is null || generation.Tenant == tenant)
            ? [ListedTask.Of(generation)]
            : [];

    private static async Task<IReadOnlyList<ListedTask>> OfTimeAsync(TaskListQuery query, string? tenant, IDocuments<Generation> generations, CancellationToken cancellationToken)
    {
        var (found, cursor) = (new List<ListedTask>(), (string?)null);
        do
        {
            var page = await generations.PageAsync(
                new PageQuery { Limit = Step, Tenant = tenant, CreatedAfter = query.From, CreatedBefore = query.Before, Cursor = cursor }, ListedTask.Read, cancellationToken);
            found.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null && found.Count < MostLooked);
        return found;
    }
}
