using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Wan.Bench.Pipeline;

/// <summary>
/// What telemetry costs: the pipeline without it, with spans that are not sampled, and with all spans, metrics and logs sent to a receiver in this process that
/// throws them away; in turns, <c>--rounds N</c> (3) of each, with <c>--count N</c> (1,000) generations.
/// </summary>
internal static class TelemetryBenchmark
{
    public static async Task<Dictionary<string, double>> RunAsync(string[] args)
    {
        var (rounds, count) = (PipelineBenchmark.Number(args, "--rounds", 3), PipelineBenchmark.Number(args, "--count", 1_000));
        await using var receiver = await StartReceiverAsync();
        var broker = await PipelineBenchmark.StartBrokerAsync();
        await using var ending = (IAsyncDisposable)broker;

        Dictionary<string, string> on = new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Urls.First(), ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" };
        var ways = new Dictionary<string, Dictionary<string, string>> { ["off"] = [], ["unsampled"] = new(on) { ["OTEL_TRACES_SAMPLER"] = "always_off" }, ["on"] = on };
        var (rates, costs) = (ways.Keys.ToDictionary(way => way, _ => 0.0), ways.Keys.ToDictionary(way => way, _ => 0.0));
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var (way, settings) in ways)
            {
                var figures = await PipelineBenchmark.MeasureServicesAsync(await broker.CreateVirtualHostAsync(), count, warmUp: 100, settings);
                Console.Error.WriteLine($"round {round}, {way}: {figures["generations_per_s"]:0.0}/s, {figures["processor_ms_per_generation"]:0.0} ms of processor time each");
                rates[way] += figures["generations_per_s"] / rounds;
                costs[way] += figures["processor_ms_per_generation"] / rounds;
            }
        }

        return new Dictionary<string, double>
        {
            ["off_generations_per_s"] = rates["off"],
            ["unsampled_rate_ratio"] = rates["unsampled"] / rates["off"],
            ["on_rate_ratio"] = rates["on"] / rates["off"],
            ["off_processor_ms"] = costs["off"],
            ["unsampled_processor_ratio"] = costs["unsampled"] / costs["off"],
            ["on_processor_ratio"] = costs["on"] / costs["off"],
        };
    }

    private static async Task<WebApplication> StartReceiverAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var receiver = builder.Build();
        receiver.MapPost("/{**path}", static async (HttpRequest request) => await request.Body.CopyToAsync(Stream.Null));
        await receiver.StartAsync();
        return receiver;
    }
}
