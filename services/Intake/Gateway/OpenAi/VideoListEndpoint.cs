using System.Globalization;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Intake.Doors;
using Wan.Intake.Lists;
using Wan.Storage;
using Wan.Storage.Bodies;

namespace Wan.Intake.Gateway.OpenAi;

/// <summary><c>GET /v1/videos</c>: those of the requester's tenant, newest first. What was deleted is not among them.</summary>
internal static class VideoListEndpoint
{
    private const int DefaultLimit = 20, MaxLimit = 100;

    // Generations that are looked at in one go once some were left out, and most for one page.
    private const int Step = 200, MostLooked = 5_000;

    public static async Task<IResult> HandleAsync(
        HttpContext context, GenerationList list, IDocuments<Generation> generations, IRequestBodies bodies, CancellationToken cancellationToken,
        string? after = null, string? limit = null, string? order = null)
    {
        var (size, cursor) = (DefaultLimit, (string?)null);
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size is < 1 or > MaxLimit))
            return Wrong("limit", $"limit must be 1 to {MaxLimit}, not '{limit}'.");
        if (order is not (null or "desc"))
            return Wrong("order", $"order must be desc, not '{order}': lists are newest first.");
        var tenant = context.Requester().OnlyTenant;
        if (after is not null)
        {
            if (DoorIds.Read(after) is not { } id || await generations.FindAsync(id, cancellationToken) is not { } last || (tenant is not null && last.Tenant != tenant))
                return Wrong("after", $"after must be the id of a video, such as the last_id of the page before, not '{after}'.");
            cursor = new PageCursor(last.CreatedAt.UtcTicks, last.Id).ToString();
        }

        var (found, lastId, hasMore) = await ReadAsync(list, new() { Tenant = tenant }, size, cursor, cancellationToken);
        var data = new List<VideoObject>(found.Count);
        foreach (var generation in found)
            data.Add(await VideoEndpoints.ViewAsync(generation, bodies, cancellationToken));
        return Results.Json(
            new VideoPageObject { Data = data, FirstId = found is [var first, ..] ? first.Id : null, LastId = lastId, HasMore = hasMore },
            OpenAiJson.Plain.VideoPageObject);
    }

    // An empty page would be the end to its clients: what is left out is made up for, within bounds. Where deleted ones are many they are not read one by one.
    private static async Task<(List<Generation> Found, string? Last, bool HasMore)> ReadAsync(
        GenerationList list, GenerationFilter filter, int size, string? cursor, CancellationToken cancellationToken)
    {
        var (found, looked, step) = (new List<Generation>(size), 0, size);
        while (true)
        {
            StorageDoors.CountAgain();
            var page = await list.WholesAsync(filter, step, cursor, cancellationToken);
            var there = page.Items.Where(VideoObject.IsThere).ToList();
            var isFull = found.Count + there.Count >= size;
            var isMore = page.Next is not null || found.Count + there.Count > size;
            found.AddRange(there.Take(size - found.Count));
            (cursor, looked, step) = (page.Next, looked + page.Items.Count, Step);
            if (isFull || cursor is null)
                return (found, found is [.., var last] ? last.Id : null, isMore);
            if (looked >= MostLooked)
                return (found, page.Items[^1].Id, isMore);
        }
    }

    private static IResult Wrong(string name, string message) => Problems.BadRequest(Problems.Error($"query.{name}", $"/{name}", message));
}
