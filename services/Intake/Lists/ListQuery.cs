using System.Globalization;
using Wan.Intake.Doors;
using Wan.Intake.Views;

namespace Wan.Intake.Lists;

/// <summary>The parameters of <c>GET /v1/generations</c>.</summary>
internal sealed record ListQuery
{
    /// <summary>Most items of a page.</summary>
    public const int MaxLimit = 200;

    private const int DefaultLimit = 50;

    // What finds one generation, and has nothing to do with pages.
    private static readonly string[] BesideAnId = ["tenant", "view", "limit"];

    /// <summary>Which generations.</summary>
    public required GenerationFilter Filter { get; init; }

    /// <summary>The requester's own id; null: not by that.</summary>
    public string? ClientRequestId { get; init; }

    /// <summary>The vendor's id of the task; null: not by that.</summary>
    public string? TaskId { get; init; }

    /// <summary>Most items of the page.</summary>
    public required int Limit { get; init; }

    /// <summary>Where the last page ended; null for the first.</summary>
    public string? Cursor { get; init; }

    /// <summary>Whether all of each is shown.</summary>
    public bool IsFull { get; init; }

    /// <summary>Reads them; a door has seen already that there are no others, and none twice.</summary>
    /// <returns>What is asked, or the problem document that says which one is wrong.</returns>
    public static (ListQuery? Query, IResult? Problem) Read(IQueryCollection query)
    {
        var (status, view, limit) = (Text("status"), Text("view"), DefaultLimit);
        if (Text("limit") is { } size && (!int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxLimit))
            return Wrong("limit", $"limit must be 1 to {MaxLimit}, not '{size}'.");
        if (status is not null && !GenerationView.Statuses.Contains(status))
            return Wrong("status", $"status must be one of {string.Join(", ", GenerationView.Statuses)}, not '{status}'.");
        if (view is not (null or "summary" or "full"))
            return Wrong("view", $"view must be summary or full, not '{view}'.");
        foreach (var name in new[] { "created_after", "created_before" })
        {
            if (Text(name) is { } time && Time(time) is null)
                return Wrong(name, $"{name} must be a time with its offset, such as 2026-11-30T08:00:00Z, not '{time}'.");
        }

        if (Text("label") is { } label && label.IndexOf(':', StringComparison.Ordinal) < 1)
            return Wrong("label", $"label must be a key of metadata and its value with a colon between, such as order:42, not '{label}'.");
        if (Text("search") is { } search && !SearchRules.IsGood(search))
            return Wrong("search", $"search must have 1 to {SearchRules.MaxLength} characters, and not only spaces.");
        if (new[] { "client_request_id", "task_id" }.FirstOrDefault(query.ContainsKey) is { } id
            && query.Keys.FirstOrDefault(name => name != id && !BesideAnId.Contains(name)) is { } other)
        {
            return Wrong(id, $"{id} finds by an id: leave out {other}.");
        }

        return (new ListQuery
        {
            Filter = new GenerationFilter
            {
                Status = status, Tenant = Text("tenant"), Model = Text("model"), CreatedAfter = Time(Text("created_after")), CreatedBefore = Time(Text("created_before")),
                Labels = Label(Text("label")), ErrorCode = Text("error_code"), Search = Text("search"),
            },
            ClientRequestId = Text("client_request_id"),
            TaskId = Text("task_id"),
            Limit = limit,
            Cursor = Text("cursor"),
            IsFull = view == "full",
        }, null);

        string? Text(string name) => query.TryGetValue(name, out var value) ? value.ToString() : null;
    }

    /// <summary>What is wrong with a parameter.</summary>
    public static (ListQuery? Query, IResult? Problem) Wrong(string parameter, string message) =>
        (null, Problems.BadRequest(Problems.Error($"query.{parameter}", $"/{parameter}", message)));

    private static DateTimeOffset? Time(string? text) => RequestTime.Read(text);

    private static Dictionary<string, string> Label(string? label) =>
        label?.Split(':', 2) is [var key, var value] ? new() { [key] = value } : [];
}
