using System.Text.Json;
using Wan.Simulator.Faults;
using Wan.Simulator.Tasks;

namespace Wan.Simulator.Endpoints;

/// <summary>
/// What happened, for tests and benchmarks: counters of every account since the process started, and every task that is kept.
/// <c>?tasks=false</c> leaves the tasks out. The README describes the fields.
/// </summary>
internal sealed class LedgerEndpoint(Vendor vendor, FaultList faults)
{
    public async Task HandleAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        var now = vendor.Now;
        var accounts = vendor.Accounts.ToList();
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteBoolean("simulated", true);
        json.WriteString("now", now);
        WriteCounters(json, accounts);
        json.WriteStartArray("accounts");
        foreach (var account in accounts)
            WriteAccount(json, account, now);
        json.WriteEndArray();
        WriteFaults(json);
        WriteUploads(json);
        if (context.Request.Query["tasks"] != "false")
        {
            json.WriteStartArray("tasks");
            foreach (var account in accounts)
                WriteTasks(json, account, now);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteCounters(Utf8JsonWriter json, List<SimulatedAccount> accounts)
    {
        json.WriteStartObject("counters");
        json.WriteNumber("tasks", accounts.Sum(account => account.Tasks.Count));
        foreach (var (name, value) in Counters)
            json.WriteNumber(name, accounts.Sum(account => value(account.Counters)));
        json.WriteEndObject();
    }

    private void WriteFaults(Utf8JsonWriter json)
    {
        json.WriteStartObject("faults");
        foreach (var (kind, fired, tasks) in faults.Tallies())
        {
            json.WriteStartObject(kind.Name());
            json.WriteNumber("fired", fired);
            json.WriteStartArray("tasks");
            foreach (var task in tasks)
                json.WriteStringValue(task);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WriteUploads(Utf8JsonWriter json)
    {
        json.WriteStartArray("uploads");
        foreach (var upload in vendor.Uploads)
        {
            json.WriteStartObject();
            json.WriteString("url", Vendor.OssScheme + upload.Key);
            json.WriteString("account", upload.Account);
            json.WriteString("model", upload.Model);
            json.WriteNumber("bytes", upload.Bytes);
            json.WriteString("sha256", upload.Sha256);
            json.WriteString("uploaded_at", upload.At);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAccount(Utf8JsonWriter json, SimulatedAccount account, DateTimeOffset now)
    {
        lock (account.Gate)
        {
            json.WriteStartObject();
            json.WriteString("account", account.Name);
            json.WriteNumber("tasks", account.Tasks.Count);
            foreach (var (name, value) in Counters)
                json.WriteNumber(name, value(account.Counters));
            json.WriteNumber("max_submits_in_a_second", account.Submits.Most);
            json.WriteNumber("max_queries_in_a_second", account.Queries.Most);
            json.WriteStartObject("models");
            foreach (var (model, lane) in account.Lanes)
            {
                json.WriteStartObject(model);
                json.WriteNumber("max_submits_in_a_second", lane.Submits.Most);
                json.WriteNumber("max_unfinished", lane.MostUnfinished);
                json.WriteNumber("unfinished", lane.Unfinished(now));
                json.WriteNumber("pending", lane.Waiting(now));
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }
    }

    private static void WriteTasks(Utf8JsonWriter json, SimulatedAccount account, DateTimeOffset now)
    {
        lock (account.Gate)
        {
            foreach (var task in account.Tasks)
            {
                var state = task.State(now);
                json.WriteStartObject();
                json.WriteString("id", task.Id);
                json.WriteString("account", task.Account);
                json.WriteString("model", task.Model);
                json.WriteString("prompt", task.Request.Prompt);
                json.WriteString("status", state.Word());
                json.WriteString("submitted_at", task.SubmittedAt);
                json.WriteString("scheduled_at", task.ScheduledAt);
                json.WriteString("ends_at", task.CanceledAt ?? task.EndsAt);
                json.WriteNumber("billed_seconds", state == TaskState.Succeeded ? task.BilledSeconds : 0);
                json.WriteString("request_id", task.RequestId);
                json.WriteString("outcome", task.Outcome);
                if (task.TraceParent is { } traceParent)
                    json.WriteString("traceparent", traceParent);
                json.WriteNumber("queries", task.Queries);
                json.WriteNumber("downloads", task.Downloads);
                if (task.Request.Files is { Length: > 0 } files)
                {
                    json.WriteStartArray("files");
                    foreach (var file in files)
                        json.WriteStringValue(file);
                    json.WriteEndArray();
                }

                if (task.Failure is { } failure && state == TaskState.Failed)
                    json.WriteString("error", failure.Code ?? "");
                if (task.Faults.Length > 0)
                {
                    json.WriteStartArray("faults");
                    foreach (var fault in task.Faults)
                        json.WriteStringValue(fault);
                    json.WriteEndArray();
                }

                json.WriteEndObject();
            }
        }
    }

    private static readonly (string Name, Func<AccountCounters, long> Value)[] Counters =
    [
        ("submits", counters => counters.Submits),
        ("throttled", counters => counters.ThrottledSubmits),
        ("refused", counters => counters.RefusedSubmits),
        ("queries", counters => counters.Queries),
        ("lists", counters => counters.Lists),
        ("cancels", counters => counters.Cancels),
        ("throttled_queries", counters => counters.ThrottledQueries),
        ("downloads", counters => counters.Downloads),
        ("policies", counters => counters.Policies),
    ];
}
