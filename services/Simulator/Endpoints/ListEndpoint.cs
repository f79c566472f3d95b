using System.Text.Json;
using Wan.DashScope.Catalogue;
using Wan.Simulator.Faults;
using Wan.Simulator.Tasks;

namespace Wan.Simulator.Endpoints;

/// <summary>Lists an account's tasks, newest first, without results and reasons.</summary>
internal sealed class ListEndpoint(AccountDoor door, Vendor vendor, FaultList faults, ModelCatalogue catalogue, SimulatorOptions options)
{
    public Task HandleAsync(HttpContext context) =>
        door.AskAsync(context, counters => counters.Lists++, visit =>
        {
            if (faults.Fire(FaultKind.ListError, new FaultSubject(visit.Account.Name)) is { } error)
                return QueryFaults.Error(error);

            var (query, problem) = ListQuery.Read(context.Request.Query, visit.Now, visit.Skew);
            return query is null ? problem! : List(query, visit);
        });

    private Answer List(ListQuery query, Visit visit)
    {
        var found = Matching(query, visit).ToList();
        if (faults.Fire(FaultKind.ListUnordered, new FaultSubject(visit.Account.Name)) is { } unordered)
            found = [.. found.OrderBy(task => SeededDraw.At(unordered.Seed ?? 1, task.Number))];

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
                WriteTask(json, task, visit);
            json.WriteEndArray();
        });
    }

    private IEnumerable<SimulatedTask> Matching(ListQuery query, Visit visit)
    {
        var tasks = visit.Account.Tasks;
        for (var i = tasks.Count - 1; i >= 0 && tasks[i].SubmittedAt >= query.From; i--)
        {
            var task = tasks[i];
            if (task.SubmittedAt <= query.To
                && (query.Model is null || query.Model == NameOf(task))
                && (query.TaskId is null || query.TaskId == task.Id)
                && (query.Status is null || query.Status == task.State(visit.Now).Word())
                && vendor.Find(task.Id, visit.Now) is not null
                && !Hidden(task, visit.Now))
            {
                yield return task;
            }
        }
    }

    private bool Hidden(SimulatedTask task, DateTimeOffset now) =>
        faults.Chosen(FaultKind.ListNever, task).Count > 0
        || faults.Chosen(FaultKind.ListLate, task).Any(late => now < task.SubmittedAt + TimeSpan.FromSeconds(late.Seconds ?? 30));

    private string NameOf(SimulatedTask task) => options.Models.GetValueOrDefault(task.Model)?.ListedAs ?? task.Model;

    // services/aigc/video-generation/video-synthesis is aigc:video-generation:video-synthesis here.
    private string? Service(SimulatedTask task) => catalogue.PathOf(task.Model)?.Replace("services/", "", StringComparison.Ordinal).Replace('/', ':');

    private void WriteTask(Utf8JsonWriter json, SimulatedTask task, Visit visit)
    {
        json.WriteStartObject();
        json.WriteString("task_id", task.Id);
        json.WriteString("status", task.State(visit.Now).Word());
        json.WriteString("model_name", NameOf(task));
        json.WriteString("request_id", task.RequestId);
        json.WriteNumber("gmt_create", (task.SubmittedAt + visit.Skew).ToUnixTimeMilliseconds());
        if (visit.Now >= task.ScheduledAt && task.CanceledAt is null)
            json.WriteNumber("start_time", (task.ScheduledAt + visit.Skew).ToUnixTimeMilliseconds());
        if (task.EndedAt(visit.Now) is { } end)
            json.WriteNumber("end_time", (end + visit.Skew).ToUnixTimeMilliseconds());
        json.WriteString("region", "simulated");
        json.WriteString("api_key_id", "0");
        json.WriteString("caller_uid", task.Account);
        json.WriteString("caller_parent_id", task.Account);
        json.WriteString("user_api_unique_key", $"apikey:v1:{Service(task)}:{NameOf(task)}");
        json.WriteEndObject();
    }
}
