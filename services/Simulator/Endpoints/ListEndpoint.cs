using System.Globalization;
using System.Text.Json;
using Wan.Simulator.Tasks;

namespace Wan.Simulator.Endpoints;

/// <summary>Lists an account's tasks, newest first, without results and reasons.</summary>
internal sealed class ListEndpoint(AccountDoor door, Vendor vendor)
{
    public Task HandleAsync(HttpContext context) =>
        door.AskAsync(context, counters => counters.Lists++, (account, now) =>
        {
            var (query, problem) = ListQuery.Read(context.Request.Query, now);
            return query is null ? problem! : List(account, query, now);
        });

    private Answer List(SimulatedAccount account, ListQuery query, DateTimeOffset now)
    {
        var found = Matching(account, query, now).ToList();
        var page = found.Skip((int)Math.Min((query.Page - 1L) * query.PageSize, int.MaxValue)).Take(query.PageSize);
        return Answer.Ok(json =>
        {
            json.WriteString("request_id", Answer.NewRequestId());
            json.WriteNumber("total", found.Count);
            json.WriteNumber("total_page", (found.Count + query.PageSize - 1) / query.PageSize);
            json.WriteNumber("page_no", query.Page);
            json.WriteNumber("page_size", query.PageSize);
            json.WriteStartArray("data");
            foreach (var task in page)
                WriteTask(json, task, now);
            json.WriteEndArray();
        });
    }

    private IEnumerable<SimulatedTask> Matching(SimulatedAccount account, ListQuery query, DateTimeOffset now)
    {
        for (var i = account.Tasks.Count - 1; i >= 0 && account.Tasks[i].SubmittedAt >= query.From; i--)
        {
            var task = account.Tasks[i];
            if (task.SubmittedAt <= query.To
                && (query.Model is null || query.Model == task.Model)
                && (query.TaskId is null || query.TaskId == task.Id)
                && (query.Status is null || query.Status == task.State(now).Word())
                && vendor.Find(task.Id, now) is not null)
            {
                yield return task;
            }
        }
    }

    private static void WriteTask(Utf8JsonWriter json, SimulatedTask task, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteString("task_id", task.Id);
        json.WriteString("status", task.State(now).Word());
        json.WriteString("model_name", task.Model);
        json.WriteString("request_id", task.RequestId);
        json.WriteNumber("gmt_create", task.SubmittedAt.ToUnixTimeMilliseconds());
        if (now >= task.ScheduledAt && task.CanceledAt is null)
            json.WriteNumber("start_time", task.ScheduledAt.ToUnixTimeMilliseconds());
        if (task.EndedAt(now) is { } end)
            json.WriteNumber("end_time", end.ToUnixTimeMilliseconds());
        json.WriteString("region", "simulated");
        json.WriteString("api_key_id", "0");
        json.WriteString("caller_uid", task.Account);
        json.WriteString("caller_parent_id", task.Account);
        json.WriteString("user_api_unique_key", string.Create(CultureInfo.InvariantCulture, $"apikey:v1:aigc:video-generation:video-synthesis:{task.Model}"));
        json.WriteEndObject();
    }
}
