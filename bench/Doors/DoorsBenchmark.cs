using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Wan.Bench.Pages;
using Wan.Bench.Scale;
using Wan.Fixtures;

namespace Wan.Bench.Doors;

/// <summary>
/// Requests accepted in a second with a key each, and, in turns with them, those of the gateway in the vendor's manner, and a bare minimal API that stores the same request in a store of the same kind; then pages of 50 with a key. <c>--connections N</c>
/// changes the 32, <c>--rounds N</c> the 6 of two seconds each, <c>--history N</c> makes so many finished generations first (0).
/// </summary>
internal static class DoorsBenchmark
{
    private const int WarmUps = 2;
    private const string Body =
        """{"model":"wan2.6-r2v-flash","input":{"prompt":"character1 walks along the beach at dusk, in the style of an old film.","reference_urls":["https://example.com/references/dance.mp4"]},"parameters":{"size":"1280*720","duration":5},"metadata":{"order":"42"}}""";

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    public static async Task<Dictionary<string, double>> RunAsync(string[] args)
    {
        using var folder = new TemporaryFolder();
        var settings = new Dictionary<string, string>
        {
            ["Bus__InMemory"] = "true", ["DASHSCOPE_API_KEY"] = "bench", ["Storage__Directory"] = folder.Path, ["Logging__LogLevel__Default"] = "Warning",
        };
        await FillAsync(settings, Number(args, "--history", 0));
        await using var intake = new ServiceProcess("Intake", settings);
        await intake.StartAsync();
        var key = await MakeKeyAsync(intake.Address);
        using var bare = StartBare(Directory.CreateDirectory(folder.File("bare")).FullName, out var bareAddress);
        try
        {
            await Eventually.UntilAsync(() => AnswersAsync(bareAddress), "the bare server");
            return await MeasureAsync(
                new Poster(intake.Address, Poster.Request("/v1/generations", Body, key), 202),
                new Poster(intake.Address, Poster.Request("/api/v1/services/aigc/video-generation/video-synthesis", Body, key, "X-DashScope-Async: enable\r\n"), 200),
                new Poster(bareAddress, Poster.Request("/", Body, null), 202),
                () => PagesAsync(intake.Address, key), Number(args, "--connections", 32), Number(args, "--rounds", 6));
        }
        finally
        {
            bare.Kill();
        }
    }

    // In turns, and the first turns of each do not count: it is compiled then.
    private static async Task<Dictionary<string, double>> MeasureAsync(Poster doors, Poster gateway, Poster bare, Func<Task<double>> pages, int connections, int rounds)
    {
        var (accepts, passed, bares, lists) = (new List<List<double>>(), new List<List<double>>(), new List<List<double>>(), new List<double>());
        for (var round = -WarmUps; round < rounds; round++)
        {
            // What the one has accepted is still sent on its way while the other is asked: each goes first in every second round.
            var first = await (round % 2 == 0 ? doors : gateway).SendAsync(connections, Round);
            var second = await (round % 2 == 0 ? gateway : doors).SendAsync(connections, Round);
            var (accepted, gone) = round % 2 == 0 ? (first, second) : (second, first);
            var (stored, listed) = (await bare.SendAsync(connections, Round), await pages());
            if (round < 0)
                continue;
            accepts.Add(accepted);
            passed.Add(gone);
            bares.Add(stored);
            lists.Add(listed);
        }

        return new()
        {
            ["accept_per_s"] = PerSecond(accepts),
            ["accept_p50_ms"] = Percentile(accepts, 50),
            ["accept_p99_ms"] = Percentile(accepts, 99),
            ["bare_per_s"] = PerSecond(bares),
            ["bare_p50_ms"] = Percentile(bares, 50),
            ["bare_p99_ms"] = Percentile(bares, 99),
            ["accept_ratio_to_bare"] = ScaleFigures.Middle(accepts.Zip(bares, (ours, theirs) => (double)ours.Count / theirs.Count)),
            ["gateway_per_s"] = PerSecond(passed),
            ["gateway_p99_ms"] = Percentile(passed, 99),
            ["gateway_ratio_to_accept"] = (double)passed.Sum(round => round.Count) / accepts.Sum(round => round.Count),
            ["pages_per_s"] = ScaleFigures.Middle(lists),
        };
    }

    private static async Task<double> PagesAsync(Uri address, string key)
    {
        var request = Encoding.ASCII.GetBytes($"GET /v1/generations HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n\r\n");
        return (await new Poster(address, request, 200).SendAsync(8, Round)).Count / Round.TotalSeconds;
    }

    private static async Task FillAsync(Dictionary<string, string> settings, int count)
    {
        if (count == 0)
            return;
        using var store = new ScaleStore(settings);
        await store.PrepareAsync();
        var history = new FinishedGenerations(count, "of the doors");
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 500 }, async (number, token) =>
            await store.Generations.InsertAsync(history.Make(number).Generation, token));
    }

    private static async Task<string> MakeKeyAsync(Uri address)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(new Uri(address, "/v1/keys"), new { name = "bench", tenant = "tenant-00" });
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString()!;
    }

    private static Process StartBare(string folder, out Uri address)
    {
        var port = FreePort.Next();
        address = new Uri($"http://127.0.0.1:{port}");
        return Process.Start(new ProcessStartInfo("dotnet", [typeof(DoorsBenchmark).Assembly.Location, BareDoors.Name, folder, $"{port}"]))!;
    }

    private static async Task<bool> AnswersAsync(Uri address)
    {
        try
        {
            using var http = new HttpClient();
            using var answer = await http.GetAsync(address);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static double PerSecond(List<List<double>> rounds) => ScaleFigures.Middle(rounds.Select(round => round.Count / Round.TotalSeconds));

    private static double Percentile(List<List<double>> rounds, int percent) => ScaleFigures.Percentile(rounds.SelectMany(round => round), percent);

    private static int Number(string[] args, string name, int otherwise) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
}
