using System.Diagnostics;
using System.Globalization;
using Wan.Fixtures;

namespace Wan.Bench.Pipeline;

/// <summary>
/// What our laws cost: generations a second through the four processes over RabbitMQ, against a vendor that takes no time and has no
/// limits, beside a bare MassTransit pipeline of the same hops in the same run; and what the four use for each generation: processor time, bytes written, calls to write.
/// <c>--count N</c> changes the 2,000 generations, <c>--warm-up N</c> the 100 before them.
/// </summary>
internal static class PipelineBenchmark
{
    private static readonly string[] ServiceNames = ["Intake", "Submitter", "Poller", "Archiver"];

    public static async Task<Dictionary<string, double>> RunAsync(string[] args)
    {
        var count = Number(args, "--count", 2_000);
        var warmUp = Number(args, "--warm-up", 100);
        var broker = await StartBrokerAsync();
        await using var ending = (IAsyncDisposable)broker;

        var bare = await MeasureBareAsync(await broker.CreateVirtualHostAsync(), count, warmUp);
        Say($"bare pipeline: {bare:0} generations/s");
        var figures = await MeasureServicesAsync(await broker.CreateVirtualHostAsync(), count, warmUp, new Dictionary<string, string>());
        figures["bare_generations_per_s"] = bare;
        figures["ratio"] = figures["generations_per_s"] / bare;
        return figures;
    }

    /// <summary>A broker of its own.</summary>
    public static async Task<RabbitMqBroker> StartBrokerAsync()
    {
        var broker = new RabbitMqBroker();
        await broker.InitializeAsync();
        return broker;
    }

    private static async Task<double> MeasureBareAsync(string rabbitMq, int count, int warmUp)
    {
        await using var pipeline = await BenchBus.StartAsync(rabbitMq, BarePipeline.AddTo);
        await using var requester = await Requester.StartAsync(rabbitMq);
        return await MeasureAsync(requester, count, warmUp, static () => { }, static () => { });
    }

    /// <summary>Generations a second through the four processes, and what each costs them.</summary>
    /// <param name="rabbitMq">A virtual host of its own.</param>
    /// <param name="count">How many generations.</param>
    /// <param name="warmUp">How many before them.</param>
    /// <param name="more">Further settings of the services.</param>
    public static async Task<Dictionary<string, double>> MeasureServicesAsync(
        string rabbitMq, int count, int warmUp, IReadOnlyDictionary<string, string> more)
    {
        using var folder = new TemporaryFolder();
        await using var vendor = new ServiceProcess("Simulator", PipelineSettings.Simulator(folder.Path));
        await vendor.StartAsync();

        var settings = PipelineSettings.Services(rabbitMq, folder.Path, vendor.Address);
        foreach (var (name, value) in more)
            settings[name] = value;
        var services = ServiceNames.Select(name => new ServiceProcess(name, settings)).ToList();
        try
        {
            var ready = 0.0;
            foreach (var service in services)
            {
                // One after the other: on two cores, four at once would measure each other.
                await service.StartAsync();
                Say($"{service.Service,-10} ready after {service.StartupTime.TotalSeconds:0.00} s");
                ready = Math.Max(ready, service.StartupTime.TotalSeconds);
            }

            await using var requester = await Requester.StartAsync(rabbitMq);
            Used[] before = [];
            var rate = await MeasureAsync(requester, count, warmUp, () => ThrowIfOneEnded(services), () => before = [.. services.Select(Used.By)]);
            var used = services.Zip(before, (service, then) => Used.By(service).Since(then, count)).ToList();
            foreach (var (service, each) in services.Zip(used))
                Say($"{service.Service,-10} {each.Kilobytes:0.0} KB and {each.Calls:0.0} calls written for each generation");
            foreach (var service in services.Append(vendor))
            {
                Say($"{service.Service,-10} {service.RssMegabytes:0} MB resident, {service.SharedMegabytes:0} MB of it files that all share, "
                    + $"at most {service.PeakRssMegabytes:0} MB, {service.ProcessorTime.TotalSeconds:0.0} s of processor time");
            }

            return new Dictionary<string, double>
            {
                ["generations_per_s"] = rate,
                ["rss_mb_max"] = services.Max(service => service.RssMegabytes),
                ["ready_s_max"] = ready,
                ["processor_ms_per_generation"] = used.Sum(each => each.Milliseconds),
                ["written_kb_per_generation"] = used.Sum(each => each.Kilobytes),
                ["write_calls_per_generation"] = used.Sum(each => each.Calls),
            };
        }
        finally
        {
            foreach (var service in services)
            {
                await service.DisposeAsync();
            }
        }
    }

    private readonly record struct Used(double Milliseconds, double Kilobytes, double Calls)
    {
        public static Used By(ServiceProcess service) =>
            new(service.ProcessorTime.TotalMilliseconds, service.WrittenMegabytes * 1_000, service.WriteCalls);

        public Used Since(Used before, int count) =>
            new((Milliseconds - before.Milliseconds) / count, (Kilobytes - before.Kilobytes) / count, (Calls - before.Calls) / count);
    }

    private static async Task<double> MeasureAsync(Requester requester, int count, int warmUp, Action check, Action warm)
    {
        await requester.RequestAsync(warmUp, check);
        warm();
        var watch = Stopwatch.StartNew();
        await requester.RequestAsync(count, check);
        return count / watch.Elapsed.TotalSeconds;
    }

    private static void ThrowIfOneEnded(IEnumerable<ServiceProcess> services)
    {
        foreach (var service in services.Where(service => !service.IsRunning))
        {
            throw new InvalidOperationException($"{service.Service} has ended.{service.Tail()}");
        }
    }

    /// <summary>A number among the arguments.</summary>
    public static int Number(string[] args, string name, int otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at < 0 ? otherwise : int.Parse(args[at + 1], CultureInfo.InvariantCulture);
    }

    private static void Say(string text) => Console.Error.WriteLine(text);
}
