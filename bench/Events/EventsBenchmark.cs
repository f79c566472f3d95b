using System.Diagnostics;
using System.Globalization;
using System.Text;
using Wan.Bench.Scale;
using Wan.Fixtures;
using Wan.Intake.Events;

namespace Wan.Bench.Events;

/// <summary>
/// How late each of 1,000 listeners of <c>/v1/events</c> hears of a change: from the moment before it is saved, which another process does, and which Intake itself does (requests at its door), to its
/// last byte. Whoever listens shares the processor. <c>--listeners N</c>, <c>--events N</c> (200) and <c>--per-second N</c> (10) change it.
/// </summary>
internal static class EventsBenchmark
{
    public static async Task<Dictionary<string, double>> RunAsync(string[] args)
    {
        var (listeners, events, rate) = (Number(args, "--listeners", 1_000), Number(args, "--events", 200), Number(args, "--per-second", 10));
        using var folder = new TemporaryFolder();
        var settings = new Dictionary<string, string>
        {
            ["Bus__InMemory"] = "true", ["DASHSCOPE_API_KEY"] = "bench", ["Storage__Directory"] = folder.Path, ["Logging__LogLevel__Default"] = "Warning",
        };
        await using var intake = new ServiceProcess("Intake", settings);
        await intake.StartAsync();
        using var store = new ScaleStore(settings);
        await store.PrepareAsync();
        var ears = Enumerable.Range(0, listeners).Select(_ => new EventEar()).ToList();
        using var done = new CancellationTokenSource();
        var hearing = ears.Select(ear => ear.ListenAsync(intake.Address, done.Token)).ToList();
        await Eventually.UntilAsync(() => ears.TrueForAll(ear => ear.HasBegun), "all listen");

        var (used, watch) = (intake.ProcessorTime, Stopwatch.StartNew());
        var elsewhere = await SaveAsync(ears, events, rate, async number =>
        {
            var generation = new FinishedGenerations(events, "of the events").Make(number).Generation;
            StateChanges.Note(generation, DateTimeOffset.UtcNow);
            await store.Generations.InsertAsync(generation);
            return generation.Id;
        });
        var cpu = (intake.ProcessorTime - used).TotalMilliseconds / watch.Elapsed.TotalSeconds;
        using var http = new HttpClient { BaseAddress = intake.Address };
        var here = await SaveAsync(ears, events, rate, async _ => await RequestAsync(http));
        await done.CancelAsync();
        await Task.WhenAll(hearing);
        return new Dictionary<string, double>
        {
            ["listeners"] = listeners,
            ["other_process_p50_ms"] = At(elsewhere, 0.5),
            ["other_process_p99_ms"] = At(elsewhere, 0.99),
            ["own_process_p50_ms"] = At(here, 0.5),
            ["own_process_p99_ms"] = At(here, 0.99),
            ["received"] = elsewhere.Count + here.Count,
            ["intake_cpu_percent"] = cpu / 10,
            ["intake_rss_mb"] = intake.RssMegabytes,
        };
    }

    // Delays in milliseconds, one for each event and listener.
    private static async Task<List<double>> SaveAsync(List<EventEar> ears, int count, int rate, Func<int, Task<string>> save)
    {
        var (begun, saved) = (Stopwatch.StartNew(), new Dictionary<string, long>());
        for (var number = 0; number < count; number++)
        {
            if (TimeSpan.FromSeconds((double)number / rate) - begun.Elapsed is { Ticks: > 0 } early)
                await Task.Delay(early);
            var at = Stopwatch.GetTimestamp();
            saved[await save(number)] = at;
        }

        await Eventually.UntilAsync(() => ears.TrueForAll(ear => saved.Keys.All(ear.Heard.ContainsKey)), "all have heard of all");
        return [.. ears.SelectMany(ear => saved.Select(each => Stopwatch.GetElapsedTime(each.Value, ear.Heard[each.Key]).TotalMilliseconds)).Order()];
    }

    private static async Task<string> RequestAsync(HttpClient http)
    {
        using var body = new StringContent(
            """{"model":"wan2.6-r2v","input":{"prompt":"character1 waves","reference_urls":["https://example.com/a.png"]}}""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync("/v1/generations", body);
        answer.EnsureSuccessStatusCode();
        return answer.Headers.Location!.OriginalString.Split('/')[^1];
    }

    private static double At(List<double> ordered, double share) => Math.Round(ordered[(int)(share * (ordered.Count - 1))], 1);

    private static int Number(string[] args, string name, int otherwise) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
}
