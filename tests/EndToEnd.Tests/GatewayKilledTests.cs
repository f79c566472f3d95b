using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

/// <summary>Intake killed (SIGKILL) again and again while the vendor's clients submit at it: they repeat what was not answered with the same key, as any client must.</summary>
[Collection("rabbitmq 1")]
public sealed class GatewayKilledTests(RabbitMqBroker broker)
{
    private const int Generations = 200, Kills = 3, Clients = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task Each_id_that_was_given_out_is_found_and_succeeds_and_each_generation_is_paid_once()
    {
        await using var installation = await Installation.StartAsync(await broker.CreateVirtualHostAsync(), new InstallationPlan
        {
            RunningTasks = 100,
            Vendor = new Dictionary<string, string> { ["Simulator__RenderTime"] = "00:00:00.1..00:00:00.5" },
        });
        var intake = installation["Intake"];
        using var http = new HttpClient { BaseAddress = intake.Address, Timeout = TimeSpan.FromSeconds(30) };
        var prompts = Enumerable.Range(1, Generations).Select(number => $"character1 dances, {number}").ToList();
        var (ids, next) = (new string[Generations], -1);

        var clients = Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            for (int mine; (mine = Interlocked.Increment(ref next)) < Generations;)
            {
                ids[mine] = await SubmitAsync(http, prompts[mine], installation);
                await StatusAsync(http, ids[mine]);
            }
        }));
        for (var kill = 1; kill <= Kills; kill++)
        {
            await Eventually.UntilAsync(() => ids.Count(id => id is not null) >= kill * Generations / (Kills + 1), $"submits to go on before kill {kill}", Patience);
            await intake.KillAsync();
            intake.Start();
        }

        await clients;
        ids.ShouldBeUnique();
        await Eventually.UntilAsync(() => AllSucceededAsync(http, ids), () => $"all to succeed{installation.Tails()}", Patience);
        var paid = (await installation.Simulator.GetLedgerAsync()).Tasks.CountBy(task => task.Prompt).ToDictionary();
        paid.Where(prompt => prompt.Value > 1).ShouldBeEmpty("paid more than once");
        paid.Count.ShouldBe(Generations);
    }

    private static async Task<string> SubmitAsync(HttpClient http, string prompt, Installation installation)
    {
        var body = new JsonObject
        {
            ["model"] = "wan2.6-r2v-flash",
            ["input"] = new JsonObject { ["prompt"] = prompt, ["reference_urls"] = new JsonArray("https://example.com/dance.mp4") },
            ["parameters"] = new JsonObject { ["size"] = "1280*720", ["duration"] = 2 },
        };
        string? id = null;
        await Eventually.UntilAsync(
            async () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/services/aigc/video-generation/video-synthesis") { Content = JsonContent.Create(body) };
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "any");
                request.Headers.Add("X-DashScope-Async", "enable");
                request.Headers.Add("idempotency-key", prompt.Replace(",", "", StringComparison.Ordinal));
                id = (await AnswerAsync(http, request))?.GetProperty("output").GetProperty("task_id").GetString();
                return id is not null;
            },
            () => $"an answer to '{prompt}'{installation.Tails()}");
        return id!;
    }

    private static async Task<bool> AllSucceededAsync(HttpClient http, IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            if (await StatusAsync(http, id) != "SUCCEEDED")
                return false;
        }

        return true;
    }

    // Whatever happens, a client is never told that there is no such task, or that it has ended otherwise.
    private static async Task<string?> StatusAsync(HttpClient http, string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/tasks/{id}");
        var status = (await AnswerAsync(http, request))?.GetProperty("output").GetProperty("task_status").GetString();
        status.ShouldBeOneOf(null, "PENDING", "RUNNING", "SUCCEEDED");
        return status;
    }

    // Null: nobody answered, as while a process is killed or not up again yet, or it could not just now.
    private static async Task<JsonElement?> AnswerAsync(HttpClient http, HttpRequestMessage request)
    {
        try
        {
            using var answer = await http.SendAsync(request);
            if (answer.StatusCode is HttpStatusCode.ServiceUnavailable)
                return null;
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }
}
