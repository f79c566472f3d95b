using System.Globalization;
using System.Text.Json.Nodes;

namespace Wan.Poller.Tests;

/// <summary>One task of <see cref="StubVendor"/>.</summary>
internal sealed class StubTask(string id)
{
    public string Id { get; } = id;

    public required string Status { get; set; }

    public DateTimeOffset SubmittedAt { get; init; }

    public string? Url { get; set; } = $"https://results.example/{id}.mp4?Expires=1999999999&Signature=secret";

    public string? Code { get; set; }

    public string? Message { get; set; }

    public JsonObject ToOutput()
    {
        var output = new JsonObject { ["task_id"] = Id, ["task_status"] = Status, ["submit_time"] = Time(SubmittedAt) };
        if (Status is "RUNNING" or "SUCCEEDED")
            output["scheduled_time"] = Time(SubmittedAt);
        if (Status is "SUCCEEDED" or "FAILED")
            output["end_time"] = Time(DateTimeOffset.UtcNow);
        if (Status == "SUCCEEDED" && Url is not null)
            output["video_url"] = Url;
        if (Code is not null)
            output["code"] = Code;
        if (Message is not null)
            output["message"] = Message;
        return output;
    }

    public JsonObject? ToUsage() =>
        Status == "SUCCEEDED" ? new JsonObject { ["duration"] = 5.0, ["video_count"] = 1, ["SR"] = 720 } : null;

    public JsonObject ToListItem() => new()
    {
        ["task_id"] = Id,
        ["status"] = Status,
        ["gmt_create"] = SubmittedAt.ToUnixTimeMilliseconds(),
        ["start_time"] = SubmittedAt.ToUnixTimeMilliseconds(),
    };

    // The vendor's times are UTC+8 without saying so.
    private static string Time(DateTimeOffset time) =>
        time.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
