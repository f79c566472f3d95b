using System.Diagnostics;
using System.Globalization;
using MongoDB.Driver;
using Wan.Bench.Pipeline;
using Wan.Fixtures;

namespace Wan.Bench.Scale;

/// <summary>
/// What a history costs: two Intakes, one on 2,000 finished generations (which its pages need), the other on a million, asked in turns. How long accepting,
/// getting, listing, claiming and starting take on each, and their ratios. <c>--count N</c> changes the million, <c>--rounds N</c> the 60 rounds,
/// <c>--directory DIR</c> where SQLite's files are made, and left. <c>--store mongodb</c> measures on the server at <c>WAN_TEST_MONGODB</c>, in databases of its own.
/// </summary>
internal static class ScaleBenchmark
{
    private const int Starts = 5;
    private const string Server = "WAN_TEST_MONGODB";

    public static async Task<Dictionary<string, double>> RunAsync(string[] args)
    {
        var count = Number(args, "--count", 1_000_000) / ScaleSet.Samples * ScaleSet.Samples;
        var server = ServerOf(Text(args, "--store") ?? "sqlite");
        using var temporary = new TemporaryFolder();
        var folder = Text(args, "--directory") ?? temporary.Path;
        var databases = new[] { "none", "many" }.ToDictionary(name => name, name => $"wan_bench_{name}_{Guid.NewGuid():N}");
        await using var broker = (IAsyncDisposable)new RabbitMqBroker();
        await ((RabbitMqBroker)broker).InitializeAsync();
        try
        {
            var figures = new Dictionary<string, double>();
            await using (var none = await MakeAsync("none"))
            await using (var many = await MakeAsync("many"))
            {
                await none.FillAsync(ScaleSet.Samples);
                await many.FillAsync(count);
                await StartAsync(none, many, figures);
                if (server is null)
                    await BringIntoMemoryAsync(folder);
                await MeasureAsync(none, many, Number(args, "--rounds", 60), figures);
            }

            if (server is null)
                Weigh(Path.Combine(folder, "many"), count, figures);
            return figures;
        }
        finally
        {
            await DropAsync(server, databases.Values);
        }

        async Task<ScaleSet> MakeAsync(string name)
        {
            var settings = Settings(await ((RabbitMqBroker)broker).CreateVirtualHostAsync(), Path.Combine(folder, name), server, databases[name]);
            return new ScaleSet(name, new ScaleStore(settings), new ServiceProcess("Intake", settings));
        }
    }

    private static async Task StartAsync(ScaleSet none, ScaleSet many, Dictionary<string, double> figures)
    {
        var ready = new List<(double None, double Many)>();
        for (var start = 0; start < Starts; start++)
            ready.Add((await StartAsync(none), await StartAsync(many)));
        figures["ready_s_none"] = ScaleFigures.Middle(ready.Select(start => start.None));
        figures["ready_s"] = ScaleFigures.Middle(ready.Select(start => start.Many));
    }

    private static async Task MeasureAsync(ScaleSet none, ScaleSet many, int rounds, Dictionary<string, double> figures)
    {
        foreach (var set in new[] { none, many })
            await set.AddDueAsync();
        var watch = Stopwatch.StartNew();
        var calls = await new ScaleRounds(none, many).RunAsync(rounds);
        Console.Error.WriteLine($"{rounds} rounds in {watch.Elapsed.TotalSeconds:0} s; milliseconds:");
        foreach (var call in calls)
        {
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{call.Name,-12} p50 {call.None(50),7:0.00} {call.Many(50),7:0.00}   p99 {call.None(99),7:0.00} {call.Many(99),7:0.00}   ratios {call.Ratio:0.00} {call.RatioOfP99:0.00}"));
            figures[$"{call.Name}_p50_ms_none"] = call.None(50);
            figures[$"{call.Name}_p50_ms"] = call.Many(50);
            figures[$"{call.Name}_p99_ms_none"] = call.None(99);
            figures[$"{call.Name}_p99_ms"] = call.Many(99);
        }

        foreach (var kind in new[] { "accept", "get", "list", "claim" })
        {
            var ofKind = calls.Where(call => call.Name.StartsWith(kind, StringComparison.Ordinal)).ToList();
            figures[$"{kind}_ratio"] = ofKind.Max(call => call.Ratio);
            figures[$"{kind}_ratio_p99"] = ofKind.Max(call => call.RatioOfP99);
        }

        figures["rss_mb_none"] = none.Intake.RssMegabytes;
        figures["rss_mb"] = many.Intake.RssMegabytes;
    }

    private static async Task<double> StartAsync(ScaleSet set)
    {
        if (set.Intake.IsRunning)
            await set.Intake.TerminateAsync();
        await set.Intake.StartAsync();
        return set.Intake.StartupTime.TotalSeconds;
    }

    // The few are there in any case. What the system has dropped of the many meanwhile would cost reads of the disk, and not for their number.
    // By another process: to close one of SQLite's files gives up what locks this one has on it (https://sqlite.org/howtocorrupt.html).
    private static async Task BringIntoMemoryAsync(string folder)
    {
        using var reader = Process.Start("sh", ["-c", "cat \"$1\"/*/*.db >/dev/null", "sh", folder]);
        await reader.WaitForExitAsync();
    }

    // What each file, closed by then, takes for a generation, its indexes included.
    private static void Weigh(string folder, int count, Dictionary<string, double> figures)
    {
        foreach (var file in new[] { "intake", "requests", "submitter", "poller", "archiver" })
            figures[$"{file}_bytes"] = (double)new FileInfo(Path.Combine(folder, $"{file}.db")).Length / count;
    }

    private static Dictionary<string, string> Settings(string rabbitMq, string folder, string? server, string database)
    {
        // Nobody asks the vendor; and the chores of Intake's clock stay out of the measurement, on both sides.
        var settings = PipelineSettings.Services(rabbitMq, folder, new Uri("http://127.0.0.1:9"));
        settings["Storage__Timeout"] = "00:01:00";
        foreach (var chore in new[] { "SweepInterval", "LineCheckInterval", "WholeLineCheckInterval", "RetentionInterval" })
            settings[$"Intake__{chore}"] = "01:00:00";
        if (server is not null)
        {
            settings["Storage__Provider"] = "mongodb";
            settings["Storage__MongoDb__ConnectionString"] = server;
            settings["Storage__MongoDb__Database"] = database;
        }

        return settings;
    }

    // Null: SQLite.
    private static string? ServerOf(string store) => store switch
    {
        "sqlite" => null,
        "mongodb" => Environment.GetEnvironmentVariable(Server) is { Length: > 0 } address
            ? address
            : throw new ArgumentException($"--store mongodb needs the address of a server in {Server}, such as mongodb://host:27017/?replicaSet=rs0."),
        _ => throw new ArgumentException($"--store is sqlite or mongodb, not '{store}'."),
    };

    private static async Task DropAsync(string? server, IEnumerable<string> databases)
    {
        if (server is null)
            return;
        using var client = new MongoClient(server);
        foreach (var database in databases)
            await client.DropDatabaseAsync(database);
    }

    private static string? Text(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at < 0 ? null : args[at + 1];
    }

    private static int Number(string[] args, string name, int otherwise) =>
        Text(args, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
