using System.Globalization;

namespace Wan.Intake.Gateway.DashScope;

/// <summary>What the vendor's list is asked for, by its rules: https://help.aliyun.com/zh/model-studio/manage-asynchronous-tasks</summary>
internal sealed record TaskListQuery
{
    private const int MostPerPage = 100;

    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>All that it knows. The SDKs send the last two, of which there is nothing to choose here.</summary>
    public static readonly string[] Parameters = ["task_id", "start_time", "end_time", "model_name", "status", "page_no", "page_size", "api_key_id", "region"];

    /// <summary>Accepted at this time or later.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Accepted before this time.</summary>
    public required DateTimeOffset Before { get; init; }

    public string? TaskId { get; init; }

    public string? Model { get; init; }

    public string? Status { get; init; }

    public int Page { get; init; } = 1;

    public int PageSize { get; init; } = 10;

    /// <summary>Reads it: times are whole seconds, a bound that is missing is 24 hours from the other, and without both it is the last 24 hours.</summary>
    /// <returns>What is asked, or what is wrong with it.</returns>
    public static (TaskListQuery? Query, VendorAnswer? Problem) Read(IQueryCollection query, DateTimeOffset now)
    {
        if (!Time("start_time", out var start) || !Time("end_time", out var end))
            return (null, VendorErrors.Invalid("start_time and end_time should be in the format of YYYYMMDDhhmmss, in UTC+8."));
        if (!Number("page_no", 1, out var page) || !Number("page_size", 10, out var size))
            return (null, VendorErrors.Invalid("page_no and page_size should be positive integers."));
        var to = end ?? start + Day ?? now;
        var from = start ?? to - Day;
        if (to < from || to - from > Day)
            return (null, VendorErrors.Invalid("The time range should not exceed 24 hours, and start_time should not be after end_time."));
        return (new TaskListQuery
        {
            From = from, Before = to + TimeSpan.FromSeconds(1), TaskId = Text("task_id"), Model = Text("model_name"), Status = Text("status"), Page = page, PageSize = Math.Min(size, MostPerPage),
        }, null);

        string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

        bool Time(string name, out DateTimeOffset? at)
        {
            at = null;
            if (Text(name) is not { } text)
                return true;
            var isTime = VendorTime.TryParse(text, out var read);
            at = read;
            return isTime;
        }

        bool Number(string name, int otherwise, out int number)
        {
            number = otherwise;
            return Text(name) is not { } text || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0);
        }
    }

    /// <summary>Whether it means this one.</summary>
    public bool Means(ListedTask task) =>
        task.CreatedAt >= From && task.CreatedAt < Before && (Model is null || task.Model == Model) && (Status is null || task.Word == Status);
}
