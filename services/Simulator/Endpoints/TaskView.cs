using System.Text.Json;
using Wan.Simulator.Requests;
using Wan.Simulator.Tasks;

namespace Wan.Simulator.Endpoints;

/// <summary>A task as its query tells it.</summary>
internal sealed record TaskView(string Id, string Status)
{
    public DateTimeOffset? SubmittedAt { get; init; }

    public DateTimeOffset? ScheduledAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public TaskFailure? Failure { get; init; }

    public string? VideoUrl { get; init; }

    /// <summary>Prompt and usage of a success.</summary>
    public VideoRequest? Request { get; init; }

    /// <summary>See <see cref="SimulatorOptions.OlderUsage"/>.</summary>
    public bool OlderUsage { get; init; }

    /// <summary>An id that nobody knows, or knows no longer.</summary>
    public static TaskView Unknown(string id) => new(id, "UNKNOWN");

    public static TaskView Of(SimulatedTask task, DateTimeOffset now)
    {
        var state = task.State(now);
        return new TaskView(task.Id, state.Word())
        {
            SubmittedAt = task.SubmittedAt,
            ScheduledAt = now >= task.ScheduledAt && state != TaskState.Canceled ? task.ScheduledAt : null,
            EndedAt = task.EndedAt(now),
            Failure = state == TaskState.Failed ? task.Failure : null,
            Request = state == TaskState.Succeeded ? task.Request : null,
        };
    }

    /// <param name="skew">How wrong the clock is that it tells the time by.</param>
    public Answer ToAnswer(TimeSpan skew) => Answer.Ok(json =>
    {
        json.WriteString("request_id", Answer.NewRequestId());
        json.WriteStartObject("output");
        json.WriteString("task_id", Id);
        json.WriteString("task_status", Status);
        WriteTime(json, "submit_time", SubmittedAt + skew);
        WriteTime(json, "scheduled_time", ScheduledAt + skew);
        WriteTime(json, "end_time", EndedAt + skew);
        WriteText(json, "orig_prompt", Request?.Prompt);
        WriteText(json, "video_url", VideoUrl);
        WriteText(json, "code", Failure?.Code);
        WriteText(json, "message", Failure?.Message);
        json.WriteEndObject();
        if (Request is not null)
            UsageView.Write(json, Request, OlderUsage);
    });

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? at)
    {
        if (at is { } time)
            json.WriteString(name, VendorTime.Text(time));
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }
}
