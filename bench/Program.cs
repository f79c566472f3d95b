using System.Globalization;
using System.Text.Json;
using Wan.Bench;
using Wan.Bench.Bodies;
using Wan.Bench.Events;
using Wan.Bench.Doors;
using Wan.Bench.Pages;
using Wan.Bench.Pipeline;
using Wan.Bench.Plan;
using Wan.Bench.Polling;
using Wan.Bench.Quota;
using Wan.Bench.Scale;
using Wan.Bench.Webhooks;

if (args is [ArchiveWorker.Name, var folder, var url, var files, var concurrency])
{
    await ArchiveWorker.RunAsync(folder, new Uri(url), int.Parse(files, CultureInfo.InvariantCulture), int.Parse(concurrency, CultureInfo.InvariantCulture));
    return 0;
}

if (args is [BarePages.Name, var page, var port])
{
    await BarePages.RunAsync(page, int.Parse(port, CultureInfo.InvariantCulture));
    return 0;
}

if (args is [BareDoors.Name, var doors, var at])
{
    await BareDoors.RunAsync(doors, int.Parse(at, CultureInfo.InvariantCulture));
    return 0;
}

var benchmarks = new Dictionary<string, Func<string[], Task<Dictionary<string, double>>>>
{
    ["archive"] = ArchiveBenchmark.RunAsync,
    ["validate"] = ValidateBenchmark.RunAsync,
    ["pipeline"] = PipelineBenchmark.RunAsync,
    ["telemetry"] = TelemetryBenchmark.RunAsync,
    ["quota"] = QuotaBenchmark.RunAsync,
    ["large"] = LargeBenchmark.RunAsync,
    ["waiting"] = WaitingBenchmark.RunAsync,
    ["scale"] = ScaleBenchmark.RunAsync,
    ["pages"] = PagesBenchmark.RunAsync,
    ["events"] = EventsBenchmark.RunAsync,
    ["doors"] = DoorsBenchmark.RunAsync,
    ["webhooks"] = WebhooksBenchmark.RunAsync,
    ["polling"] = PollingBenchmark.RunAsync,
    ["plan"] = PlanBenchmark.RunAsync,
};

if (args.Length == 0 || !benchmarks.TryGetValue(args[0], out var run))
{
    Console.Error.WriteLine($"usage: ./wan bench NAME [--json], where NAME is one of: {string.Join(", ", benchmarks.Keys)}");
    return 2;
}

// What a person reads goes to standard error, so that standard output has the one object that a program reads.
var figures = await run(args[1..]);
foreach (var (name, value) in figures)
{
    Console.Error.WriteLine($"{name,-30} {value:0.###}");
}

if (args.Contains("--json"))
{
    Console.WriteLine(JsonSerializer.Serialize(new { bench = args[0], figures }));
}

return 0;
