using System.Globalization;

namespace Wan.Simulator.Endpoints;

/// <summary>What a list is asked for.</summary>
internal sealed record ListQuery
{
    private const int MostPerPage = 100;
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    public string? TaskId { get; init; }

    public string? Model { get; init; }

    public string? Status { get; init; }

    public int Page { get; init; } = 1;

    public int PageSize { get; init; } = 10;

    /// <summary>Reads the query string: times are to the second, a missing bound is 24 h from the other, and both missing are the last 24 h.</summary>
    public static (ListQuery? Query, VendorError? Problem) Read(IQueryCollection query, DateTimeOffset now, TimeSpan skew)
    {
        if (!Time("start_time", out var start) || !Time("end_time", out var end))
            return (null, VendorError.Invalid("start_time and end_time should be in the format of YYYYMMDDhhmmss."));
        if (!Number("page_no", 1, out var page) || !Number("page_size", 10, out var size))
            return (null, VendorError.Invalid("page_no and page_size should be positive integers."));

        var to = end ?? (start + Day) ?? now;
        var from = start ?? to - Day;
        if (to < from || to - from > Day)
            return (null, VendorError.Invalid("The time range should not exceed 24 hours."));

        return (new ListQuery
        {
            // The bounds name whole seconds: the last one is in as well.
            From = from,
            To = end is null ? to : to + TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1),
            TaskId = Text("task_id"),
            Model = Text("model_name"),
            Status = Text("status"),
            Page = page,
            PageSize = Math.Min(size, MostPerPage),
        }, null);

        string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

        bool Time(string name, out DateTimeOffset? at)
        {
            at = null;
            if (Text(name) is not { } text)
                return true;
            var read = VendorTime.TryParse(text, out var parsed);
            at = parsed - skew;
            return read;
        }

        bool Number(string name, int otherwise, out int number)
        {
            number = otherwise;
            return Text(name) is not { } text || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0);
        }
    }
}
