using System.Net.Http.Json;
using System.Text.Json;
using Wan.Fixtures;

namespace Wan.Standalone.Tests.Gateway.Conformance;

/// <summary>Makes a task in each state that there is.</summary>
internal static class KnownTasks
{
    /// <summary>The ids of the tasks, by name.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> MakeAsync(DashScopeTarget target, HttpClient http, Func<string> explain)
    {
        var tasks = new Dictionary<string, string>();
        foreach (var (task, body) in new[]
        {
            ("succeeded26", Exchanges.Body26(GatewayStandalone.Quick26)),
            ("succeeded27", Exchanges.Body27(GatewayStandalone.Quick27)),
            ("failed", Exchanges.Body26(GatewayStandalone.Quick26, $"character1 {Exchanges.Fails}")),
            ("pending", Exchanges.Body26(GatewayStandalone.Waiting)),
            ("canceled", Exchanges.Body26(GatewayStandalone.Waiting, "character1 leaves")),
            ("cancelled next", Exchanges.Body26(GatewayStandalone.Waiting, "character1 goes")),
            ("running", Exchanges.Body27(GatewayStandalone.Running)),
        })
        {
            var submitted = await SendAsync(new("submit", "POST", Exchanges.Submit) { Body = body, Headers = [("X-DashScope-Async", "enable")] });
            tasks[task] = submitted.GetProperty("output").GetProperty("task_id").GetString()!;
        }

        (await SendAsync(new("cancel", "POST", "tasks/{canceled}/cancel"))).TryGetProperty("request_id", out _).ShouldBeTrue();
        foreach (var (task, status) in new[]
        {
            ("succeeded26", "SUCCEEDED"), ("succeeded27", "SUCCEEDED"), ("failed", "FAILED"), ("pending", "PENDING"), ("canceled", "CANCELED"), ("cancelled next", "PENDING"), ("running", "RUNNING"),
        })
        {
            var said = default(JsonElement);
            await Eventually.UntilAsync(
                async () => (said = await SendAsync(new("query", "GET", $"tasks/{{{task}}}"))).GetProperty("output").GetProperty("task_status").GetString() == status,
                () => $"{task} to be {status} at the {target}: {said}{explain()}");
        }

        return tasks;

        async Task<JsonElement> SendAsync(Exchange exchange)
        {
            using var request = exchange.To(target, tasks);
            using var answer = await http.SendAsync(request);
            answer.IsSuccessStatusCode.ShouldBeTrue($"{exchange.Name} at the {target}: {await answer.Content.ReadAsStringAsync()}{explain()}");
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        }
    }
}
