using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Wan.Bench.Scale;
using Wan.Fixtures;
using Wan.Intake.Events;

namespace Wan.Bench.Webhooks;

/// <summary>
/// Webhooks of one process for everything to a receiver that answers at once: how late one is, from the time of the event to its last byte, at <c>--per-second</c> (10) ends of generations, and how many go out in a
/// second where <c>--count</c> (2,000) have ended at once. <c>--receivers</c> (1) endpoints of each of 20 tenants hear of each. Receiver, store and service share the processor.
/// </summary>
internal static class WebhooksBenchmark
{
    private const int Events = 200;

    private const string Request = """{"model":"wan2.7-r2v","input":{"prompt":"Image 1 waves","media":[{"type":"reference_image","url":"https://example.com/a.png"}]}}""";

    public static async Task<Dictionary<string, double>> RunAsync(string[] args)
    {
        var (count, rate, receivers) = (Number(args, "--count", 2_000), Number(args, "--per-second", 10), Number(args, "--receivers", 1));
        using var folder = new TemporaryFolder();
        var settings = new Dictionary<string, string>
        {
            ["Storage__Directory"] = folder.Path, ["Logging__LogLevel__Default"] = "Warning", ["Archive__MinFreeBytes"] = "1", ["Notifier__AllowedNetworks__0"] = "127.0.0.0/8",
        };
        await using var ear = await WebhookEar.StartAsync();
        await using var service = new ServiceProcess("Standalone", settings);
        await service.StartAsync();
        using var http = new HttpClient { BaseAddress = service.Address };
        foreach (var tenant in Enumerable.Range(0, 20).Select(FinishedGenerations.TenantOf).Append("default"))
        {
            for (var number = 0; number < receivers; number++)
            {
                using var answer = await http.PostAsJsonAsync("/v1/webhooks", new { url = ear.Address, tenant });
                answer.EnsureSuccessStatusCode();
            }
        }

        await EndSomeAsync(http, rate);
        await ear.HeardAsync(Events * receivers);
        var delays = ear.Heard.Select(heard => heard.Delay.TotalMilliseconds).Order().ToList();

        using var store = new ScaleStore(settings);
        await store.PrepareAsync();
        var (used, watch) = (service.ProcessorTime, Stopwatch.StartNew());
        await Parallel.ForEachAsync(Enumerable.Range(0, count), async (number, _) =>
        {
            var generation = new FinishedGenerations(count, "default").Make(number).Generation;
            StateChanges.Note(generation, DateTimeOffset.UtcNow);
            await store.Generations.InsertAsync(generation, CancellationToken.None);
        });
        await ear.HeardAsync((Events + count) * receivers);
        var times = ear.Heard.Skip(Events * receivers).Select(heard => heard.At).Order().ToList();
        return new Dictionary<string, double>
        {
            ["receivers"] = receivers,
            ["delay_p50_ms"] = At(delays, 0.5),
            ["delay_p99_ms"] = At(delays, 0.99),
            ["webhooks_per_second"] = Math.Round(times.Count / (times[^1] - times[0]).TotalSeconds, 1),
            ["cpu_ms_per_webhook"] = Math.Round((service.ProcessorTime - used).TotalMilliseconds / times.Count, 2),
            ["seconds_for_all"] = Math.Round(watch.Elapsed.TotalSeconds, 1),
            ["twice"] = ear.Heard.Count - ear.Heard.Select(heard => heard.Id).Distinct().Count(),
            ["rss_mb"] = service.RssMegabytes,
        };
    }

    // A request that is cancelled at once ends without a video.
    private static async Task EndSomeAsync(HttpClient http, int rate)
    {
        var begun = Stopwatch.StartNew();
        for (var number = 0; number < Events; number++)
        {
            if (TimeSpan.FromSeconds((double)number / rate) - begun.Elapsed is { Ticks: > 0 } early)
                await Task.Delay(early);
            using var body = new StringContent(Request, Encoding.UTF8, "application/json");
            using var made = await http.PostAsync("/v1/generations", body);
            var id = (await made.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
            using var cancelled = await http.PostAsync($"/v1/generations/{id}/cancel", null);
            cancelled.EnsureSuccessStatusCode();
        }
    }

    private static double At(List<double> ordered, double share) => Math.Round(ordered[(int)(share * (ordered.Count - 1))], 1);

    private static int Number(string[] args, string name, int otherwise) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
}
