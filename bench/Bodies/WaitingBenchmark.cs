using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Wan.Bench.Bodies;

/// <summary>
/// What a long line costs while nothing happens: generations that wait for a vendor who never ends a task. Processor time and bytes written a minute by
/// the four services, without any waiting and then with all, and how long a request takes to be accepted meanwhile.
/// <c>--count N</c> changes the 25,000 generations, <c>--minutes N</c> the 5 minutes that are measured.
/// </summary>
internal static class WaitingBenchmark
{
    private const int PostsAtOnce = 32;
    private const int TimedPosts = 200;
    private static readonly TimeSpan BetweenTimedPosts = TimeSpan.FromMilliseconds(100);

    public static async Task<Dictionary<string, double>> RunAsync(string[] args)
    {
        var count = Number(args, "--count", 25_000);
        var minutes = Number(args, "--minutes", 5);
        await using var fleet = await Fleet.StartAsync("1.00:00:00");
        using var http = new HttpClient { BaseAddress = fleet.Intake.Address };
        var figures = new Dictionary<string, double>();

        await FillAsync(http, 100); // What is done once is done then.
        await WaitAsync(fleet, await PostAsync(http, 100));
        figures["accept_p99_ms_none"] = await AcceptAsync(http);
        await MeasureAsync(fleet, minutes, "none", figures);

        var watch = Stopwatch.StartNew();
        await WaitAsync(fleet, await FillAsync(http, count));
        Console.Error.WriteLine($"{count} wait after {watch.Elapsed.TotalSeconds:0} s");
        await MeasureAsync(fleet, minutes, "waiting", figures);
        figures["accept_p99_ms_waiting"] = await AcceptAsync(http);
        foreach (var service in fleet.Services)
            Console.Error.WriteLine($"{service.Service,-10} {service.RssMegabytes:0} MB resident, at most {service.PeakRssMegabytes:0} MB");
        return figures;
    }

    private static async Task MeasureAsync(Fleet fleet, int minutes, string name, Dictionary<string, double> figures)
    {
        var (processor, written) = (fleet.Services.Select(service => service.ProcessorTime.TotalSeconds).ToList(), fleet.WrittenMegabytes);
        await Task.Delay(TimeSpan.FromMinutes(minutes));
        fleet.ThrowIfOneEnded();
        var used = fleet.Services.Zip(processor, (service, before) => service.ProcessorTime.TotalSeconds - before).ToList();
        Console.Error.WriteLine($"{name}: {string.Join(", ", fleet.Services.Zip(used, (service, seconds) => $"{service.Service} {seconds / minutes:0.00} s"))} a minute");
        figures[$"processor_s_a_minute_{name}"] = used.Sum() / minutes;
        figures[$"written_mb_a_minute_{name}"] = (fleet.WrittenMegabytes - written) / minutes;
    }

    private static async Task<string> FillAsync(HttpClient http, int count)
    {
        var last = "";
        await Parallel.ForAsync(
            0, count, new ParallelOptions { MaxDegreeOfParallelism = PostsAtOnce }, async (number, _) => last = await PostAsync(http, number));
        return last;
    }

    // 99 % of them took no longer.
    private static async Task<double> AcceptAsync(HttpClient http)
    {
        var times = new List<double>();
        for (var number = 0; number < TimedPosts; number++)
        {
            var begun = Stopwatch.GetTimestamp();
            await PostAsync(http, number);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            await Task.Delay(BetweenTimedPosts);
        }

        times.Sort();
        return times[TimedPosts * 99 / 100];
    }

    // Who came last is in the line then, or on its way to the vendor.
    private static async Task WaitAsync(Fleet fleet, string id)
    {
        using var http = new HttpClient { BaseAddress = fleet.Submitter.Address };
        while (true)
        {
            fleet.ThrowIfOneEnded();
            using var place = await http.GetAsync($"/v1/queue/{id}");
            if (place.StatusCode == HttpStatusCode.OK)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    private static async Task<string> PostAsync(HttpClient http, int number)
    {
        using var content = new StringContent(
            $$$"""{"model":"wan2.6-r2v-flash","input":{"prompt":"character1 dances, number {{{number}}}.","reference_urls":["https://example.com/dance.mp4"]},"parameters":{"size":"1280*720","duration":2}}""",
            Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync("/v1/generations", content);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static int Number(string[] args, string name, int otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at < 0 ? otherwise : int.Parse(args[at + 1], CultureInfo.InvariantCulture);
    }
}
