using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Wan.Bench.Bodies;

/// <summary>
/// What large requests cost: generations with an image as a data URI each, posted eight at a time over HTTP to the four processes, against a vendor with
/// its true limits. For each service the most memory that it held, what it holds some seconds after the last video, and what was written.
/// <c>--count N</c> changes the 100 generations, <c>--megabytes N</c> the 6 MB of the data URI.
/// </summary>
internal static class LargeBenchmark
{
    private const int PostsAtOnce = 8;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(60);

    public static async Task<Dictionary<string, double>> RunAsync(string[] args)
    {
        var count = Number(args, "--count", 100);
        var megabytes = Number(args, "--megabytes", 6);
        await using var fleet = await Fleet.StartAsync("00:00:00.500");
        var before = fleet.Services.ToDictionary(service => service.Service, service => (service.RssMegabytes, service.WrittenMegabytes));
        var watch = Stopwatch.StartNew();

        using var http = new HttpClient { BaseAddress = fleet.Intake.Address };
        var busy = await PostAsync(http, count, megabytes * 1_000_000);
        Console.Error.WriteLine($"all accepted after {watch.Elapsed.TotalSeconds:0.0} s; {busy} times told to come again");
        await CompletedAsync(http, fleet, count);
        Console.Error.WriteLine($"all completed after {watch.Elapsed.TotalSeconds:0.0} s");
        await Task.Delay(Settling);

        var figures = new Dictionary<string, double>();
        foreach (var service in fleet.Services)
        {
            var name = service.Service.ToLowerInvariant();
            figures[$"{name}_idle_mb"] = before[service.Service].RssMegabytes;
            figures[$"{name}_peak_mb"] = service.PeakRssMegabytes;
            figures[$"{name}_settled_mb"] = service.RssMegabytes;
            figures[$"{name}_written_mb"] = service.WrittenMegabytes - before[service.Service].WrittenMegabytes;
        }

        figures["peak_mb_max"] = fleet.Services.Max(service => service.PeakRssMegabytes);
        figures["settled_mb_max"] = fleet.Services.Max(service => service.RssMegabytes);
        figures["written_per_body"] = figures.Where(figure => figure.Key.EndsWith("_written_mb", StringComparison.Ordinal)).Sum(figure => figure.Value) / (count * megabytes);
        return figures;
    }

    private static async Task<int> PostAsync(HttpClient http, int count, int bytes)
    {
        // Of any bytes, as an image is: what compresses or needs no escapes would be too easy.
        var image = Convert.ToBase64String(RandomBytes(bytes / 4 * 3));
        var busy = 0;
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = PostsAtOnce }, async (number, token) =>
        {
            var body = Encoding.UTF8.GetBytes(
                $$$"""{"model":"wan2.7-r2v","input":{"prompt":"Image 1 dances, number {{{number}}}","media":[{"type":"reference_image","url":"data:image/png;base64,{{{image}}}"}]},"parameters":{"duration":2}}""");
            while (true)
            {
                using var content = new ByteArrayContent(body);
                content.Headers.ContentType = new("application/json");
                using var answer = await http.PostAsync("/v1/generations", content, token);
                if (answer.StatusCode == HttpStatusCode.Accepted)
                    return;
                if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                    throw new InvalidOperationException($"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync(token)}");
                Interlocked.Increment(ref busy);
                await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), token);
            }
        });
        return busy;
    }

    private static async Task CompletedAsync(HttpClient http, Fleet fleet, int count)
    {
        for (var completed = 0; completed < count;)
        {
            fleet.ThrowIfOneEnded();
            await Task.Delay(TimeSpan.FromSeconds(1));
            completed = 0;
            string? cursor = null;
            do
            {
                var page = await http.GetFromJsonAsync<JsonElement>(
                    $"/v1/generations?limit=200{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
                foreach (var item in page.GetProperty("items").EnumerateArray())
                {
                    var status = item.GetProperty("status").GetString();
                    if (status is "failed" or "cancelled" or "rejected")
                        throw new InvalidOperationException($"A generation is {status}: {item}");
                    completed += status == "completed" ? 1 : 0;
                }

                cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
            }
            while (cursor is not null);
        }
    }

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private static int Number(string[] args, string name, int otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at < 0 ? otherwise : int.Parse(args[at + 1], CultureInfo.InvariantCulture);
    }
}
