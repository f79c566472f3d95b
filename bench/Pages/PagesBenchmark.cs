using System.Diagnostics;
using System.Globalization;
using Wan.Bench.Scale;
using Wan.Fixtures;
using Wan.Storage;

namespace Wan.Bench.Pages;

/// <summary>
/// Pages of 50 generations in a second: the newest again and again, and a walk through all, as summaries; the newest with all of each; and, in turns with them,
/// a bare server that answers the bytes of such a page. Whoever asks shares the processor, so that the processor time of a page is shown beside. <c>--connections N</c> changes the 8, <c>--rounds N</c> the 5 of a
/// second each, <c>--count N</c> the 5,000 generations.
/// </summary>
internal static class PagesBenchmark
{
    private const int PageSize = 50;
    private const int WarmUps = 2;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    public static async Task<Dictionary<string, double>> RunAsync(string[] args)
    {
        using var folder = new TemporaryFolder();
        var settings = Settings(folder.Path);
        var paths = await FillAsync(settings, Number(args, "--count", 5_000));
        await using var intake = new ServiceProcess("Intake", settings);
        await intake.StartAsync();
        var file = folder.File("page.json");
        await SaveAsync(new Uri(intake.Address, "/v1/generations"), file);
        using var bare = StartBare(file, out var bareAddress);
        try
        {
            await Eventually.UntilAsync(() => AnswersAsync(bareAddress), "the bare server");
            Way[] ways =
            [
                new("newest", intake.Address, ["/v1/generations"], () => intake.ProcessorTime),
                new("walk", intake.Address, paths, () => intake.ProcessorTime),
                new("full", intake.Address, ["/v1/generations?view=full"], () => intake.ProcessorTime),
                new("bare", bareAddress, ["/"], () => ProcessorTimeOf(bare)),
            ];
            var figures = await MeasureAsync(ways, Number(args, "--connections", 8), Number(args, "--rounds", 5));
            figures["page_bytes"] = new FileInfo(file).Length;
            figures["newest_ratio_to_full"] = figures["newest_per_s"] / figures["full_per_s"];
            figures["newest_ratio_to_bare"] = figures["newest_per_s"] / figures["bare_per_s"];
            figures["walk_ratio_to_bare"] = figures["walk_per_s"] / figures["bare_per_s"];
            return figures;
        }
        finally
        {
            bare.Kill();
        }
    }

    // In turns, and the first turn of each does not count: it is compiled then.
    private static async Task<Dictionary<string, double>> MeasureAsync(Way[] ways, int connections, int rounds)
    {
        var figures = new Dictionary<string, List<double>>();
        for (var round = -WarmUps; round < rounds; round++)
        {
            foreach (var way in ways)
            {
                var (perSecond, microseconds) = await ReadAsync(way, connections);
                if (round < 0)
                    continue;
                Of($"{way.Name}_per_s").Add(perSecond);
                Of($"{way.Name}_cpu_us").Add(microseconds);
            }
        }

        return figures.ToDictionary(figure => figure.Key, figure => Math.Round(ScaleFigures.Middle(figure.Value)));

        List<double> Of(string name) => figures.TryGetValue(name, out var values) ? values : figures[name] = [];
    }

    // Pages in a second, and microseconds of the server's processor time for each.
    private static async Task<(double PerSecond, double Microseconds)> ReadAsync(Way way, int connections)
    {
        var requests = way.Paths.Select(PageReader.Request).ToArray();
        var (next, used, watch) = (0, way.ProcessorTime(), Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var reader = new PageReader();
            await reader.ConnectAsync(way.Address);
            while (watch.Elapsed < Round)
                await reader.ReadAsync(requests[(Interlocked.Increment(ref next) & int.MaxValue) % requests.Length]);
        })));
        return (next / watch.Elapsed.TotalSeconds, (way.ProcessorTime() - used).TotalMicroseconds / next);
    }

    // The pages of a walk through all of them.
    private static async Task<string[]> FillAsync(Dictionary<string, string> settings, int count)
    {
        using var store = new ScaleStore(settings);
        await store.PrepareAsync();
        var history = new FinishedGenerations(count, "of the pages");
        var cursors = new PageCursor[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 200 }, async (number, token) =>
        {
            var generation = history.Make(number).Generation;
            await store.Generations.InsertAsync(generation, token);
            cursors[number] = new PageCursor(generation.CreatedAt.UtcTicks, generation.Id);
        });
        return [.. cursors.Where((_, number) => number > 0 && number % PageSize == 0).Reverse().Select(cursor => $"/v1/generations?cursor={cursor}")];
    }

    private static Dictionary<string, string> Settings(string folder) => new()
    {
        ["Bus__InMemory"] = "true",
        ["DASHSCOPE_API_KEY"] = "bench",
        ["Storage__Directory"] = folder,
        ["Logging__LogLevel__Default"] = "Warning",
    };

    private static Process StartBare(string file, out Uri address)
    {
        var port = FreePort.Next();
        address = new Uri($"http://127.0.0.1:{port}");
        return Process.Start(new ProcessStartInfo("dotnet", [typeof(PagesBenchmark).Assembly.Location, BarePages.Name, file, $"{port}"]))!;
    }

    private static TimeSpan ProcessorTimeOf(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    private static async Task SaveAsync(Uri address, string file)
    {
        using var http = new HttpClient();
        await File.WriteAllBytesAsync(file, await http.GetByteArrayAsync(address));
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

    private static int Number(string[] args, string name, int otherwise) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;

    private sealed record Way(string Name, Uri Address, string[] Paths, Func<TimeSpan> ProcessorTime);
}
