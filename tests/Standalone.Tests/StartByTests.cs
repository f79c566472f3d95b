using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Wan.Fixtures;

namespace Wan.Standalone.Tests;

/// <summary>The latest time to begin, the line and the accounts, in one process beside a vendor that begins nothing.</summary>
public sealed class StartByTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private ServiceProcess standalone = null!;
    private HttpClient http = null!;

    public async Task InitializeAsync()
    {
        standalone = new ServiceProcess("Standalone", new Dictionary<string, string>
        {
            ["Storage__Directory"] = folder.Path,
            ["Archive__MinFreeBytes"] = "1",
            ["Simulator__QueueDelay"] = "01:00:00",
        });
        await standalone.StartAsync();
        http = new HttpClient { BaseAddress = standalone.Address };
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await standalone.DisposeAsync();
        folder.Dispose();
    }

    // The account has five slots. On a slow machine all may still be in the line by then; they end the same way.
    [Fact]
    public async Task What_waits_at_the_vendor_and_what_waits_in_the_line_are_given_up_unpaid()
    {
        var startBy = DateTimeOffset.UtcNow.AddSeconds(10);
        var ids = await Task.WhenAll(Enumerable.Range(0, 7).Select(_ => PlaceAsync(startBy)));

        foreach (var id in ids)
        {
            var ended = await EndedAsync(id);
            ended.GetProperty("status").GetString().ShouldBe("cancelled", ended.ToString());
            ended.GetProperty("error").GetProperty("code").GetString().ShouldBe("not_started");
            ended.GetProperty("cost").TryGetProperty("settled", out _).ShouldBeFalse();
        }

        using var simulator = new SimulatorClient(SimulatorAddress());
        (await simulator.GetLedgerAsync()).Tasks.ShouldAllBe(task => task.Status == "CANCELED" && task.BilledSeconds == 0);
    }

    [Fact]
    public async Task One_in_the_line_shows_its_place_and_why_it_waits_and_the_accounts_show_their_slots()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 7).Select(_ => PlaceAsync(startBy: null)));

        List<JsonElement> queues = [];
        await Eventually.UntilAsync(
            async () =>
            {
                var shown = await Task.WhenAll(ids.Select(GetAsync));
                queues = [.. shown.Where(one => one.TryGetProperty("queue", out _)).Select(one => one.GetProperty("queue"))];
                return queues.Count == 2 && queues.TrueForAll(queue => queue.GetProperty("reason").GetString() == "slots");
            },
            () => $"two wait for a slot: {string.Join(' ', queues)}{standalone.Tail()}");

        queues.Select(queue => queue.GetProperty("ahead").GetInt32()).Order().ShouldBe([0, 1]);
        foreach (var queue in queues)
        {
            queue.GetProperty("position").GetInt32().ShouldBe(queue.GetProperty("ahead").GetInt32() + 1);
            (queue.GetProperty("running").GetInt32(), queue.GetProperty("slots").GetInt32()).ShouldBe((5, 5));
            queue.GetProperty("waiting_for").GetString()!.ShouldStartWith("all 5 slots for wan2.6-r2v-flash are taken");
        }

        var account = (await http.GetFromJsonAsync<JsonElement>("/v1/accounts")).GetProperty("accounts")[0];
        account.GetProperty("kind").GetString().ShouldBe("simulated");
        account.GetProperty("slots").GetRawText().ShouldBe("""{"used":5,"of":5}""");
    }

    [Fact]
    public async Task The_last_in_the_line_is_the_first_with_a_higher_priority()
    {
        await Task.WhenAll(Enumerable.Range(0, 7).Select(_ => PlaceAsync(startBy: null)));
        JsonElement last = default;
        await Eventually.UntilAsync(
            async () =>
            {
                var waiting = (await http.GetFromJsonAsync<JsonElement>("/v1/generations?status=submitting")).GetProperty("items").EnumerateArray();
                var shown = await Task.WhenAll(waiting.Select(item => GetAsync(item.GetProperty("id").GetString()!)));
                last = shown.FirstOrDefault(one => one.TryGetProperty("queue", out var queue) && queue.TryGetProperty("ahead", out var ahead) && ahead.GetInt32() == 1);
                return shown.Length == 2 && last.ValueKind == JsonValueKind.Object;
            },
            () => $"two wait{standalone.Tail()}");

        var id = last.GetProperty("id").GetString()!;
        using var answer = await http.PatchAsJsonAsync($"/v1/generations/{id}", new { priority = "high" });

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        var raised = await GetAsync(id);
        raised.GetProperty("priority").GetString().ShouldBe("high");
        raised.GetProperty("queue").GetProperty("ahead").GetInt32().ShouldBe(0);
    }

    private async Task<string> PlaceAsync(DateTimeOffset? startBy)
    {
        using var answer = await http.PostAsJsonAsync("/v1/generations", new
        {
            model = "wan2.6-r2v-flash",
            input = new { prompt = "character1 dances", reference_urls = new[] { "https://example.com/dance.mp4" } },
            parameters = new { size = "1280*720", duration = 2 },
            start_by = startBy,
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private Task<JsonElement> GetAsync(string id) => http.GetFromJsonAsync<JsonElement>($"/v1/generations/{id}");

    private async Task<JsonElement> EndedAsync(string id)
    {
        var shown = default(JsonElement);
        await Eventually.UntilAsync(
            async () => (shown = await GetAsync(id)).GetProperty("status").GetString() is "cancelled" or "failed" or "completed", () => $"its end, is {shown}{standalone.Tail()}");
        return shown;
    }

    private Uri SimulatorAddress() => new($"http://127.0.0.1:{File.ReadAllText(folder.File(Path.Combine("simulator", "port")))}");
}
